// npm runs it before it publishes this folder, and never before it publishes an archive.
console.error(
  "This folder is the whole project and no package: run `npm run package`, and publish the archive of the component that it names.",
);
process.exitCode = 1;
