// Lightning components of the sample org: web components, and two Aura bundles from before them.

import { aura, lwc } from '../code-files.ts';
import type { Files } from '../paths.ts';

const recordPage = ['lightning__RecordPage'];

export const leadCard: Files = lwc('leadCard', {
  label: 'Lead Card',
  targets: recordPage,
  objects: ['Lead'],
  html: `<template>
    <lightning-card title="Score" icon-name="standard:lead">
        <p class="score">{score}</p>
        <p lwc:if={isHot}>Call within one business day.</p>
    </lightning-card>
</template>
`,
  js: `import { LightningElement, api, wire } from 'lwc';
import { getFieldValue, getRecord } from 'lightning/uiRecordApi';
import SCORE from '@salesforce/schema/Lead.Score__c';

export default class LeadCard extends LightningElement {
    @api recordId;
    @wire(getRecord, { recordId: '$recordId', fields: [SCORE] }) lead;

    get score() {
        return getFieldValue(this.lead.data, SCORE);
    }

    get isHot() {
        return this.score >= 80;
    }
}
`,
});

export const loanCalculator: Files = lwc('loanCalculator', {
  label: 'Loan Calculator',
  targets: [...recordPage, 'lightning__HomePage'],
  html: `<template>
    <lightning-card title="What does it cost?">
        <lightning-input type="number" label="Amount" value={amount} onchange={changeAmount}></lightning-input>
        <lightning-slider label="Months" min="6" max="84" value={months} onchange={changeMonths}></lightning-slider>
        <p class="rate">{rate} each month</p>
    </lightning-card>
</template>
`,
  js: `import { LightningElement, api } from 'lwc';
import { monthlyRate } from './rate';

export default class LoanCalculator extends LightningElement {
    @api yearlyRate = 4.5;
    amount = 10000;
    months = 36;

    get rate() {
        return monthlyRate(this.amount, this.yearlyRate, this.months).toFixed(2);
    }

    changeAmount(event) {
        this.amount = Number(event.detail.value);
    }

    changeMonths(event) {
        this.months = Number(event.detail.value);
    }
}
`,
  css: `.rate {
    font-size: 1.5rem;
}
`,
});

/** A second module of the calculator's bundle. */
export const rateModule = `export function monthlyRate(amount, yearlyRate, months) {
    const rate = yearlyRate / 1200;
    if (rate === 0) return amount / months;
    const factor = Math.pow(1 + rate, months);
    return (amount * rate * factor) / (factor - 1);
}
`;

export const complaintTimer: Files = lwc('complaintTimer', {
  label: 'Complaint Timer',
  targets: recordPage,
  html: `<template>
    <p class={tone}>{daysLeft} days left</p>
</template>
`,
  js: `import { LightningElement, api } from 'lwc';

export default class ComplaintTimer extends LightningElement {
    @api due;

    get daysLeft() {
        return Math.ceil((new Date(this.due) - Date.now()) / 86400000);
    }

    get tone() {
        return this.daysLeft < 3 ? 'urgent' : 'calm';
    }
}
`,
  css: `.urgent {
    color: var(--slds-g-color-error-base-50);
}
`,
});

export const branchMap: Files = lwc('branchMap', {
  label: 'Branch Map',
  targets: ['lightning__AppPage'],
  html: `<template>
    <lightning-map map-markers={markers} zoom-level="11"></lightning-map>
</template>
`,
  js: `import { LightningElement, api } from 'lwc';

export default class BranchMap extends LightningElement {
    @api branches = [];

    get markers() {
        return this.branches.map(({ name, city, country }) => ({
            title: name,
            location: { City: city, Country: country },
        }));
    }
}
`,
});

export const money: Files = lwc('money', {
  label: 'Money',
  html: '<template></template>\n',
  js: `const formats = new Map();

export function money(amount, currency = 'EUR', language = 'en') {
    const key = language + currency;
    if (!formats.has(key)) {
        formats.set(key, new Intl.NumberFormat(language, { style: 'currency', currency }));
    }
    return formats.get(key).format(amount);
}
`,
});

export const creditBanner: Files = aura(
  'CreditBanner',
  'Says on an account page that its credit is used up.',
  {
    '.cmp': `<aura:component implements="flexipage:availableForRecordHome,force:hasRecordId">
    <aura:attribute name="used" type="Boolean" default="false" />
    <aura:handler name="init" value="{!this}" action="{!c.load}" />
    <aura:if isTrue="{!v.used}">
        <div class="banner">The credit limit is used up.</div>
    </aura:if>
</aura:component>
`,
    'Controller.js': `({
    load: function (component, event, helper) {
        helper.check(component);
    }
})
`,
    'Helper.js': `({
    check: function (component) {
        component.set('v.used', false);
    }
})
`,
    '.css': `.THIS.banner {
    background: #fdf3e1;
    padding: 0.5rem;
}
`,
  },
);

export const quickConsent: Files = aura('QuickConsent', 'Records a consent from the contact page.', {
  '.cmp': `<aura:component implements="force:lightningQuickActionWithoutHeader,force:hasRecordId">
    <lightning:button label="They agreed" onclick="{!c.agree}" />
</aura:component>
`,
  'Controller.js': `({
    agree: function () {
        $A.get('e.force:closeQuickAction').fire();
    }
})
`,
});
