// Every endpoint's handler, one file for each file of the contract.

import type { Handlers } from '../http/call.ts';
import { type AuditServices, auditRoutes } from './audit.ts';
import { type CompareServices, compareRoutes } from './compare.ts';
import { type ComponentServices, componentRoutes } from './components.ts';
import { type GuideServices, guideRoutes } from './guide.ts';
import { type HistoryServices, historyRoutes } from './history.ts';
import { type LogServices, logRoutes } from './log.ts';
import { type MemberServices, memberRoutes } from './members.ts';
import { type OrgServices, orgRoutes } from './orgs.ts';
import { type ReconcileServices, reconcileRoutes } from './reconcile.ts';
import { type SessionServices, sessionRoutes } from './session.ts';

export type Services = SessionServices &
  OrgServices &
  GuideServices &
  MemberServices &
  ComponentServices &
  HistoryServices &
  CompareServices &
  ReconcileServices &
  AuditServices &
  LogServices;

export function buildHandlers(services: Services): Handlers {
  return {
    ...sessionRoutes(services),
    ...orgRoutes(services),
    ...guideRoutes(services),
    ...memberRoutes(services),
    ...componentRoutes(services),
    ...historyRoutes(services),
    ...compareRoutes(services),
    ...reconcileRoutes(services),
    ...auditRoutes(services),
    ...logRoutes(services),
  };
}
