// The Apex of lending and complaints: what triggers and components call.

const loanCalculator = `/**
 * What a loan costs each month, and what it may cost at most.
 */
public with sharing class LoanCalculator {
    private static final Decimal MOST_OF_INCOME = 0.35;

    public static Decimal monthlyRate(Decimal amount, Decimal yearlyRate, Integer months) {
        if (months == null || months < 1) {
            throw new IllegalArgumentException('A loan runs at least one month');
        }
        Decimal rate = yearlyRate / 1200;
        if (rate == 0) {
            return (amount / months).setScale(2);
        }
        Double factor = Math.pow((1 + rate).doubleValue(), months);
        return (amount * rate * factor / (factor - 1)).setScale(2);
    }

    public static Boolean isAffordable(Decimal monthlyRate, Decimal monthlyIncome) {
        return monthlyRate <= monthlyIncome * MOST_OF_INCOME;
    }
}
`;

const riskSurcharges = `/**
 * Points that are added to the rate for a risk class, from custom metadata.
 */
public with sharing class RiskSurcharges {
    private static Map<String, Decimal> pointsByClass;

    public static Decimal pointsFor(String riskClass) {
        if (pointsByClass == null) {
            pointsByClass = new Map<String, Decimal>();
            for (Risk_Surcharge__mdt row : Risk_Surcharge__mdt.getAll().values()) {
                pointsByClass.put(row.Risk_Class__c, row.Points__c);
            }
        }
        Decimal points = pointsByClass.get(riskClass);
        return points == null ? 0 : points;
    }
}
`;

const loanApplicationHandler = `/**
 * What happens when loan applications are saved.
 */
public with sharing class LoanApplicationHandler {
    public static void beforeSave(List<Loan_Application__c> items) {
        for (Loan_Application__c item : items) {
            if (item.Status__c == 'Submitted' && item.Submitted_At__c == null) {
                item.Submitted_At__c = System.now();
            }
            item.Second_Opinion__c = item.Second_Opinion__c || needsSecondOpinion(item);
        }
    }

    private static Boolean needsSecondOpinion(Loan_Application__c item) {
        return item.Amount__c > 250000;
    }
}
`;

const offerLetter = `/**
 * Behind the page that prints an offer.
 */
public with sharing class OfferLetterController {
    public Loan_Application__c application { get; private set; }

    public OfferLetterController(ApexPages.StandardController controller) {
        application = [
            SELECT Id, Name, Amount__c, Term_Months__c, Interest_Rate__c, Account__r.Name
            FROM Loan_Application__c
            WHERE Id = :controller.getId()
        ];
    }

    public Decimal getMonthlyRate() {
        return LoanCalculator.monthlyRate(
            application.Amount__c,
            application.Interest_Rate__c,
            application.Term_Months__c.intValue()
        );
    }
}
`;

const complaintDeadlines = `/**
 * Tells the owners of complaints that have to be answered within three days.
 */
public with sharing class ComplaintDeadlines implements Schedulable {
    public void execute(SchedulableContext context) {
        Date soon = Date.today().addDays(3);
        for (Complaint__c item : [
            SELECT Id, OwnerId
            FROM Complaint__c
            WHERE Answer_Due__c <= :soon AND Regulator_Told__c = FALSE
        ]) {
            remind(item);
        }
    }

    private static void remind(Complaint__c item) {
        Messaging.CustomNotification note = new Messaging.CustomNotification();
        note.setTitle('A complaint is due');
        note.setBody('Answer it within three days.');
        note.setTargetId(item.Id);
        note.send(new Set<String>{ item.OwnerId });
    }
}
`;

const testOf = (name: string, body: string) => `@IsTest
private class ${name}Test {
    @IsTest
    static void does() {
        ${body}
    }
}
`;

export const lendingClasses: readonly (readonly [name: string, text: string])[] = [
  ['LoanCalculator', loanCalculator],
  ['RiskSurcharges', riskSurcharges],
  ['LoanApplicationHandler', loanApplicationHandler],
  [
    'LoanCalculatorTest',
    testOf('LoanCalculator', 'System.assertEquals(100, LoanCalculator.monthlyRate(1200, 0, 12));'),
  ],
  ['RiskSurchargesTest', testOf('RiskSurcharges', "System.assertEquals(0, RiskSurcharges.pointsFor('Z'));")],
];

export const offerClass: readonly [name: string, text: string] = ['OfferLetterController', offerLetter];

export const complaintClasses: readonly (readonly [name: string, text: string])[] = [
  ['ComplaintDeadlines', complaintDeadlines],
  [
    'ComplaintDeadlinesTest',
    testOf('ComplaintDeadlines', 'new ComplaintDeadlines().execute(null);\n        System.assert(true);'),
  ],
];
