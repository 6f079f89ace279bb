// Triggers and Visualforce of the sample org.

import { page, trigger, visualforceComponent } from '../code-files.ts';
import type { Files } from '../paths.ts';

export const leadTrigger: Files = trigger(
  'LeadTrigger',
  `trigger LeadTrigger on Lead (before insert, before update) {
    for (Lead item : Trigger.new) {
        item.Score__c = LeadScoring.score(item);
    }
}
`,
);

export const loanTrigger: Files = trigger(
  'LoanApplicationTrigger',
  `trigger LoanApplicationTrigger on Loan_Application__c (before insert, before update) {
    LoanApplicationHandler.beforeSave(Trigger.new);
}
`,
);

export const rateTrigger: Files = trigger(
  'RateChangeTrigger',
  `trigger RateChangeTrigger on Rate_Change__e (after insert) {
    for (Rate_Change__e change : Trigger.new) {
        System.debug(LoggingLevel.INFO, change.Product__c + ' is now ' + change.New_Rate__c);
    }
}
`,
);

export const complaintTrigger: Files = trigger(
  'ComplaintTrigger',
  `trigger ComplaintTrigger on Complaint__c (before insert) {
    for (Complaint__c item : Trigger.new) {
        if (item.Received_On__c == null) {
            item.Received_On__c = Date.today();
        }
    }
}
`,
);

export const offerPage: Files = page(
  'OfferLetter',
  'Offer Letter',
  `<apex:page standardController="Loan_Application__c" extensions="OfferLetterController" renderAs="pdf">
    <c:LetterHead title="Our offer" />
    <p>{!application.Account__r.Name}, this is our offer {!application.Name}:</p>
    <table>
        <tr><td>Amount</td><td>{!application.Amount__c}</td></tr>
        <tr><td>Months</td><td>{!application.Term_Months__c}</td></tr>
        <tr><td>Each month</td><td>{!monthlyRate}</td></tr>
    </table>
</apex:page>
`,
);

export const letterHead: Files = visualforceComponent(
  'LetterHead',
  'Letter Head',
  `<apex:component>
    <apex:attribute name="title" type="String" required="true" description="What the letter is about" />
    <div class="head"><strong>Acme Bank</strong> {!title}</div>
</apex:component>
`,
);
