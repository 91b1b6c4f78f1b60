import { AuditError, asAuditError, type AwsCall, isNamed } from "./aws-call";

/** An operation that answers in pages. */
export interface PagedCall extends AwsCall {
  /** The error code by which AWS says that there is nothing to list. */
  emptyOn?: string;
}

/** One of the SDK's `paginate…` functions. */
type Paginate<Client, Input, Page> = (
  config: { client: Client; stopOnSameToken: boolean },
  input: Input,
) => AsyncGenerator<Page>;

/** What AWS's services call the token of the next page. */
const nextTokens = ["NextToken", "nextToken", "NextMarker", "NextContinuationToken", "Marker"];

/**
 * Reads page after page, as they are asked for.
 *
 * @throws AuditError also where AWS answers the token that it was sent: what lies behind it cannot be read
 */
export async function* pages<Client, Input, Page extends object>(
  call: PagedCall,
  paginate: Paginate<Client, Input, Page>,
  client: Client,
  input: Input,
): AsyncGenerator<Page> {
  let latest: Page | undefined;
  try {
    for await (const page of paginate({ client, stopOnSameToken: true }, input)) {
      latest = page;
      yield page;
    }
  } catch (error) {
    if (call.emptyOn !== undefined && isNamed(error, call.emptyOn)) return;
    throw asAuditError(error, call);
  }
  if (latest !== undefined && hasNext(latest)) {
    throw new AuditError(
      "unreadable",
      `Cannot read all of ${call.what} in ${call.region}: AWS answered the same page token twice. Try again later.`,
    );
  }
}

/** Reads all pages, and answers what `items` finds on each. @throws AuditError */
export async function listAll<Client, Input, Page extends object, Item>(
  call: PagedCall,
  paginate: Paginate<Client, Input, Page>,
  client: Client,
  input: Input,
  items: (page: Page) => readonly Item[] | undefined,
): Promise<Item[]> {
  const all: Item[] = [];
  for await (const page of pages(call, paginate, client, input)) all.push(...(items(page) ?? []));
  return all;
}

function hasNext(page: object): boolean {
  return Object.entries(page).some(([name, value]) => nextTokens.includes(name) && Boolean(value));
}
