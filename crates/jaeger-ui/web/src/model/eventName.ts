// What an event is called. Clients that speak Jaeger's Thrift write the name as a field, each under a key of its own.

import type { Attributes } from './span';
import { attributeText } from './value';

export function eventName({ name, attributes }: { name: string; attributes: Attributes }): string {
  return name || attributeText(attributes, 'event', 'message');
}
