// Time zones that a reader can choose.

/** Some browsers list these cities by what they were called long ago alone, and understand both. */
const CALLED_NOW = [
  'Africa/Asmara', 'America/Argentina/Buenos_Aires', 'Asia/Ho_Chi_Minh', 'Asia/Kathmandu', 'Asia/Kolkata', 'Asia/Yangon',
  'Atlantic/Faroe', 'Europe/Kyiv', 'Pacific/Pohnpei',
];

export function zoneNames(): string[] {
  return [...new Set([...Intl.supportedValuesOf('timeZone'), ...CALLED_NOW.filter(isZone)])].sort();
}

/** Whether this browser knows a zone by this name. */
export function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
}
