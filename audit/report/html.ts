import { html } from "htm/preact";
import type { VNode } from "preact";

export { html };

/** What `html` makes; text in it is escaped whatever it is. */
export type Html = VNode | VNode[] | string | null;
