import { safeHref } from '../model/links';
import type { MenuItem } from '../ui/Menu';
import { config, newPage } from './config';
import type { MenuGroup, MenuLink } from './config';

export interface ConfigLink extends MenuItem {
  href: string;
  target?: string;
}

export type ConfigEntry = ConfigLink | { label: string; links: ConfigLink[] };

/** What the operator put into the top bar. Links that could run something are left out. */
export function configEntries(): ConfigEntry[] {
  return config().menu.flatMap((entry, index): ConfigEntry[] => {
    if (typeof entry !== 'object' || entry === null) return [];
    if (isGroup(entry)) return [{ label: String(entry.label), links: entry.items.flatMap(linkOf) }];
    return linkOf(entry, index);
  });
}

function isGroup(entry: MenuLink | MenuGroup): entry is MenuGroup {
  return 'items' in entry && Array.isArray(entry.items);
}

function linkOf(link: MenuLink, index: number): ConfigLink[] {
  if (typeof link !== 'object' || link === null || typeof link.url !== 'string') return [];
  const label = String(link.label);
  // An operator may point at this host.
  const href = /^\/(?![/\\])/.test(link.url) ? new URL(link.url, document.baseURI).href : safeHref(link.url);
  return href === undefined ? [] : [{ id: `${index} ${label}`, label, href, target: link.anchorTarget ?? newPage() }];
}
