/** Every name of a union as its own value, for `z.enum`: one that is missing or too much does not compile. */
export type Names<T extends string> = { readonly [Name in T]: Name };
