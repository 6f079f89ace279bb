// The Apex classes of the sample org, from a short test to a pricing engine of 1,500 lines.

/** Lead routing in code; each version adds what the flow could not do. */
export function leadRouter(v: { cached: boolean; limit: number; logs: boolean }): string {
  return `/**
 * Gives each lead an owner. Called by the flow Route New Leads for batches.
 */
public with sharing class LeadRouter {
    private static final Integer BATCH_LIMIT = ${v.limit};
${v.cached ? '    private static Map<String, Id> ownerByCountry;\n' : ''}
    @InvocableMethod(label='Route leads' category='Sales')
    public static void route(List<Id> leadIds) {
        List<Lead> leads = [
            SELECT Id, Country, Industry, NumberOfEmployees, OwnerId
            FROM Lead
            WHERE Id IN :leadIds AND IsConverted = FALSE
            LIMIT :BATCH_LIMIT
        ];
        for (Lead item : leads) {
            item.OwnerId = ownerFor(item);
        }
        update leads;
${v.logs ? "        System.debug(LoggingLevel.INFO, 'Routed ' + leads.size() + ' leads');\n" : ''}    }

    private static Id ownerFor(Lead item) {
        if (LeadScoring.score(item) >= 80) {
            return queueNamed('VIP_Queue');
        }
${
  v.cached
    ? `        if (ownerByCountry == null) {
            ownerByCountry = TerritoryLookup.ownersByCountry();
        }
        Id owner = ownerByCountry.get(item.Country);
        return owner == null ? queueNamed('Sales_Queue') : owner;`
    : `        Id owner = TerritoryLookup.ownerOf(item.Country);
        if (owner == null) {
            owner = queueNamed('Sales_Queue');
        }
        return owner;`
}
    }

    private static Id queueNamed(String developerName) {
        return [SELECT Id FROM Group WHERE Type = 'Queue' AND DeveloperName = :developerName LIMIT 1].Id;
    }
}
`;
}

export function leadScoring(v: { banking: number }): string {
  const industries: readonly (readonly [string, number])[] = [
    ['Banking', v.banking],
    ['Insurance', 20],
    ['Manufacturing', 15],
    ['Retail', 10],
    ['Education', 5],
  ];
  return `/**
 * A lead's score from 0 to 100.
 */
public with sharing class LeadScoring {
    private static final Map<String, Integer> BY_INDUSTRY = new Map<String, Integer>{
${industries.map(([name, points]) => `        '${name}' => ${points}`).join(',\n')}
    };

    public static Integer score(Lead item) {
        Integer points = 0;
        if (item.NumberOfEmployees != null) {
            points += Math.min(60, item.NumberOfEmployees / 20);
        }
        if (BY_INDUSTRY.containsKey(item.Industry)) {
            points += BY_INDUSTRY.get(item.Industry);
        }
        return Math.min(100, points);
    }
}
`;
}

const families = [
  'Licence',
  'Support',
  'Training',
  'Hardware',
  'Consulting',
  'Storage',
  'Traffic',
  'Hosting',
  'Backup',
  'Monitoring',
];
const regions = ['Nordics', 'Dach', 'Benelux', 'Iberia', 'Uki', 'Apac', 'Latam'];

/** About 1,500 lines: one rule for each product family in each region. */
export function pricingEngine(v: { nordicSupport: number; roundUp: boolean; guard: boolean }): string {
  const rules = families.flatMap((family, i) =>
    regions.map((region, j) => {
      const rate =
        family === 'Support' && region === 'Nordics' ? v.nordicSupport : 3 + ((i * 7 + j * 3) % 11);
      return `
    // ${family} in ${region}: reviewed each spring with the country lead.
    private static Decimal price${family}${region}(PriceRequest request) {
        Decimal amount = request.listPrice * request.quantity;
        Decimal rebate = ${rate}.0;
        if (request.quantity >= ${10 + i * 5}) {
            rebate += ${1 + (j % 4)}.5;
        }
        if (request.termMonths >= ${12 + (j % 3) * 12}) {
            rebate += ${2 + (i % 3)}.0;
        }
        if (request.isPartner) {
            rebate += 2.5;
        }
        Decimal capped = Math.min(rebate, ${20 + (i % 5)}.0);
        amount = amount * (1 - capped / 100);
        return rounded(amount);
    }`;
    }),
  );
  const dispatch = families.flatMap((family) =>
    regions.map(
      (region) => `            when '${family}.${region}' {
                return price${family}${region}(request);
            }`,
    ),
  );
  return `/**
 * Prices every line of a quote. One method for each product family and region,
 * so that a country lead can read and sign off exactly their own rules.
 * Amounts are in the currency of the quote.
 */
public with sharing class PricingEngine {
    public class PriceRequest {
        public String family;
        public String region;
        public Decimal listPrice;
        public Integer quantity;
        public Integer termMonths;
        public Boolean isPartner;
    }

    public static Decimal price(PriceRequest request) {
${v.guard ? "        if (request.quantity == null || request.quantity < 1) {\n            throw new IllegalArgumentException('Quantity must be at least 1');\n        }\n" : ''}        switch on request.family + '.' + request.region {
${dispatch.join('\n')}
            when else {
                return rounded(request.listPrice * request.quantity);
            }
        }
    }

    private static Decimal rounded(Decimal amount) {
        return amount.setScale(2, RoundingMode.${v.roundUp ? 'HALF_UP' : 'HALF_EVEN'});
    }
${rules.join('\n')}
}
`;
}

/** Services made once and left alone: each with its object, the field it keeps and a sentence. */
const services: readonly (readonly [name: string, object: string, field: string, about: string])[] = [
  ['OpportunityForecast', 'Opportunity', 'Amount', 'Sums open opportunities for the forecast page.'],
  ['CaseEscalator', 'Case', 'Priority', 'Raises the priority of cases that wait too long.'],
  ['AccountMerge', 'Account', 'ParentId', 'Merges duplicates under the oldest account.'],
  ['InvoiceSync', 'Invoice__c', 'Status__c', 'Copies invoice status from the billing system.'],
  ['RenewalReminder', 'Contract', 'EndDate', 'Finds contracts that end within ninety days.'],
];

const plural = (object: string) => object.replace('__c', '').toLowerCase();

function service([name, object, field, about]: (typeof services)[number]): string {
  return `/**
 * ${about}
 */
public with sharing class ${name} {
    public static List<${object}> open(Integer max) {
        return [SELECT Id, ${field} FROM ${object} WHERE ${field} != NULL ORDER BY LastModifiedDate DESC LIMIT :max];
    }

    public static Integer touch(Set<Id> ids) {
        List<${object}> ${plural(object)}List = [SELECT Id, ${field} FROM ${object} WHERE Id IN :ids];
        update ${plural(object)}List;
        return ${plural(object)}List.size();
    }
}
`;
}

function testOf(name: string, call: string): string {
  return `@IsTest
private class ${name}Test {
    @IsTest
    static void answersWithoutData() {
        Test.startTest();
        ${call}
        Test.stopTest();
    }
}
`;
}

const territoryLookup = `/**
 * Owners of sales territories, by country.
 */
public with sharing class TerritoryLookup {
    public static Id ownerOf(String country) {
        return ownersByCountry().get(country);
    }

    public static Map<String, Id> ownersByCountry() {
        Map<String, Id> result = new Map<String, Id>();
        for (Territory__c item : [SELECT Country__c, Owner__c FROM Territory__c WHERE Active__c = TRUE]) {
            result.put(item.Country__c, item.Owner__c);
        }
        return result;
    }
}
`;

export function simpleClasses(): readonly (readonly [name: string, text: string])[] {
  return [
    ...services.map((row) => [row[0], service(row)] as const),
    ['TerritoryLookup', territoryLookup],
    ...services.map(
      (row) =>
        [`${row[0]}Test`, testOf(row[0], `System.assertEquals(0, ${row[0]}.open(10).size());`)] as const,
    ),
    [
      'TerritoryLookupTest',
      testOf('TerritoryLookup', 'System.assertEquals(null, TerritoryLookup.ownerOf(null));'),
    ],
    ['LeadRouterTest', testOf('LeadRouter', 'LeadRouter.route(new List<Id>());')],
    ['LeadScoringTest', testOf('LeadScoring', 'System.assertEquals(0, LeadScoring.score(new Lead()));')],
    [
      'PricingEngineTest',
      testOf('PricingEngine', 'System.assertNotEquals(null, new PricingEngine.PriceRequest());'),
    ],
  ];
}
