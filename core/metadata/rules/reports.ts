// Reports, their types, dashboards, and the folders these and others lie in.

import type { Table, Tables } from './table.ts';

/** Who shares a folder is a plain name here, not an element for each kind as in sharing rules. */
const folder: Table = {
  lists: `
    sharedTo+sharedToType W folderShares`,
};

export const reportTables: Tables = {
  Report: {
    lists: `
      aggregate+operator+value J aggregateFilters
      developerName W aggregates buckets customDetailFormulas
      fullName W block
      aggregate W aggregateReferences
      value Wv buckets/values
      - N sourceValues crossFilters formattingRules/values
      column+aggregate J chartSummaries
      columnName+aggregate J colorRanges formattingRules
      field Wv columns
      #text Vv aggregateTypes
      ?column Jn criteriaItems
      dataCategoryGroup+dataCategory J dataCategoryFilters
      field Wp groupingsAcross groupingsDown
      #text V historicalSelector/snapshot
      name W params`,
  },
  ReportType: {
    lists: `
      masterLabel Dv sections
      table+field Wv columns`,
  },
  Dashboard: {
    lists: `
      name Wn dashboardFilters
      #text V values
      #text Vp groupingColumn
      rowIndex+columnIndex J dashboardGridComponents
      column+aggregate J chartSummary
      - N dashboardComponentContents groupingSorts
      - Nv flexTableColumn dashboardFilterOptions
      fieldName W dashboardDynamicValues
      column Wn dashboardFilterColumns
      column Wv dashboardTableColumn
      title Jv components`,
  },
  ReportFolder: folder,
  DashboardFolder: folder,
  EmailFolder: folder,
  DocumentFolder: folder,
  Document: {},
};
