// The five people of the sample org who changed things, with the addresses git knows them by.

export interface Person {
  readonly name: string;
  readonly email: string;
}

export const people = {
  ada: { name: 'Ada King', email: 'ada.king@acme.example' },
  sam: { name: 'Sam Okafor', email: 'sam.okafor@acme.example' },
  mia: { name: 'Mia Lindqvist', email: 'mia.lindqvist@acme.example' },
  leo: { name: 'Leo Marin', email: 'leo.marin@acme.example' },
  nora: { name: 'Nora Haddad', email: 'nora.haddad@acme.example' },
} as const satisfies Record<string, Person>;
