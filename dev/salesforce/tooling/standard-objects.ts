// The standard objects every org has: name, label, key prefix.

export interface StandardObject {
  readonly name: string;
  readonly label: string;
  readonly prefix: string;
}

const listed = `Account 001
Asset 02i
Campaign 701
CampaignMember 00v
Case 500
Contact 003
Contract 800
ContentVersion 068
Event 00U
Lead 00Q
Opportunity 006
OpportunityLineItem 00k
Order 801
OrderItem 802
Pricebook2 01s
PricebookEntry 01u
Product2 01t
Quote 0Q0
QuoteLineItem 0QL
Solution 501
Task 00T
User 005`;

const labels: Readonly<Record<string, string>> = {
  OpportunityLineItem: 'Opportunity Product',
  OrderItem: 'Order Product',
  Pricebook2: 'Price Book',
  Product2: 'Product',
};

export const standardObjects: readonly StandardObject[] = listed.split('\n').map((line) => {
  const [name = '', prefix = ''] = line.split(' ');
  return { name, prefix, label: labels[name] ?? name.replace(/([a-z])([A-Z])/g, '$1 $2') };
});

/** Fields that every object has: name, label, type as FieldDefinition words it. */
export const standardFields: readonly (readonly [string, string, string])[] = [
  ['Id', 'Record ID', 'Lookup()'],
  ['Name', 'Name', 'Text(80)'],
  ['OwnerId', 'Owner', 'Lookup(User,Group)'],
  ['CreatedById', 'Created By', 'Lookup(User)'],
  ['CreatedDate', 'Created Date', 'Date/Time'],
  ['LastModifiedById', 'Last Modified By', 'Lookup(User)'],
  ['LastModifiedDate', 'Last Modified Date', 'Date/Time'],
  ['SystemModstamp', 'System Modstamp', 'Date/Time'],
];
