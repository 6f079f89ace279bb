// Words for reports, report types and dashboards.

import type { WordTable } from './type-words.ts';

export const reportWords: Readonly<Record<string, WordTable>> = {
  Report: {
    nouns: `
      aggregates Summary formula
      booleanFilter Filter logic
      block Report block
      buckets Bucket column
      buckets/values bucket
      calculatedFormula formula
      criteriaItems Filter
      crossFilters Cross filter
      crossFilters/criteriaItems filter
      customDetailFormulas Row-level formula
      formattingRules Conditional formatting
      groupingsAcross Column grouping
      groupingsDown Row grouping
      params Parameter
      scope Show
      timeFrameFilter Date filter`,
    silent: 'filter',
  },
  ReportType: { nouns: 'sections Section\n sections/columns field\n checkedByDefault checked by default' },
  Dashboard: {
    nouns: `
      components Component
      dashboardFilterOptions option
      dashboardFilters Filter
      dashboardGridComponents Component
      dashboardTableColumn column
      leftSection Left column
      middleSection Middle column
      rightSection Right column
      runningUser View as`,
    silent: 'dashboardGridLayout dashboardComponent',
  },
};
