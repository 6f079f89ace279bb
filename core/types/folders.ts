// Types whose names hold a folder, and those folders: reports, dashboards, email templates.

import { code, type Descriptor, document } from './descriptor.ts';

/** Setup and its ids know folders by nothing that tells their kinds apart. */
export const folder = (label: string, directory: string, suffix: string): Descriptor =>
  document(label, directory, suffix, { isFolder: true });

export const folderTypes = {
  ReportFolder: folder('Report folder', 'reports', 'reportFolder'),
  Report: document('Report', 'reports', 'report', { ids: '00O', inFolder: 'ReportFolder' }),
  DashboardFolder: folder('Dashboard folder', 'dashboards', 'dashboardFolder'),
  Dashboard: document('Dashboard', 'dashboards', 'dashboard', { ids: '01Z', inFolder: 'DashboardFolder' }),
  EmailFolder: folder('Email template folder', 'email', 'emailFolder'),
  // readMetadata is not known to give the template's text; a retrieve is.
  EmailTemplate: code('Email template', 'email', 'email', {
    ids: '00X',
    inFolder: 'EmailFolder',
    lane: 'retrieve',
  }),
} satisfies Record<string, Descriptor>;
