import { matchesGlob } from '../../core/catalog.ts';
import { suggest } from '../suggest.ts';
import { error, warning, type KnownSections, type Remark } from './remark.ts';

/** Runbooks are found by the names that others use, and repair is allowed where it can be done. */
export function checkRepair(settings: KnownSections): readonly Remark[] {
  return [...checkRunbooks(settings), ...checkVerification(settings), ...checkScaling(settings), ...checkNever(settings)];
}

function checkRunbooks({ runbooks, runbook_index }: KnownSections): readonly Remark[] {
  if (runbooks === undefined) return [];
  const names = Object.keys(runbooks);
  const misnamed = Object.entries(runbooks)
    .filter(([key, runbook]) => runbook.name !== key)
    .map(([key, runbook]) => error(['runbooks', key, 'name'], JSON.stringify(key), JSON.stringify(runbook.name)));
  const order = runbook_index?.order ?? [];
  const unknown = order.flatMap((name, index) => {
    const path = ['runbook_index', 'order', index];
    if (!Object.hasOwn(runbooks, name)) return [error(path, 'the name of a runbook', JSON.stringify(name), suggest(name, names))];
    return order.indexOf(name) === index ? [] : [error(path, 'each runbook once', `${JSON.stringify(name)} again`)];
  });
  const forgotten = runbook_index === undefined ? [] : names.filter((name) => !order.includes(name));
  return [...misnamed, ...unknown, ...forgotten.map((name) => warning(['runbooks', name], 'a place in runbook_index.order', 'none: this runbook is never followed'))];
}

function checkVerification({ verification }: KnownSections): readonly Remark[] {
  if (verification === undefined || verification.max_checks >= verification.consecutive_passes) return [];
  return [error(['verification', 'max_checks'], `at least consecutive_passes (${verification.consecutive_passes})`, String(verification.max_checks))];
}

function checkScaling({ policy, services }: KnownSections): readonly Remark[] {
  if (policy === undefined) return [];
  const { scale } = policy;
  const remarks: Remark[] = [];
  if (scale.min_replicas > scale.max_replicas) remarks.push(error(['policy', 'scale', 'min_replicas'], `at most max_replicas (${scale.max_replicas})`, String(scale.min_replicas)));
  if (services === undefined) return remarks;
  const names = Object.keys(services.catalog);
  return [
    ...remarks,
    ...scale.services.flatMap((name, index) =>
      names.includes(name) ? [] : [error(['policy', 'scale', 'services', index], 'a service of services.catalog', JSON.stringify(name), suggest(name, names))],
    ),
  ];
}

/** A container that may never be restarted is better not named at all: its incidents would wait for a repair that cannot come. */
function checkNever({ policy, services }: KnownSections): readonly Remark[] {
  if (policy === undefined || services === undefined) return [];
  return Object.entries(services.catalog).flatMap(([name, { container }]) => {
    const rule = container === undefined ? undefined : policy.restart.never.find((pattern) => matchesGlob(pattern, container));
    return rule === undefined ? [] : [warning(['services', 'catalog', name, 'container'], 'a container that Atlas may restart, or none', `one that policy.restart.never forbids (${rule})`)];
  });
}
