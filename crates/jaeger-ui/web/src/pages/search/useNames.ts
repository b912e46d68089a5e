import { useQuery } from '@tanstack/react-query';

import { getOperations, getServices } from '../../api/services';
import type { OperationName } from '../../api/services';

const NO_NAMES: string[] = [];
const NO_OPERATIONS: OperationName[] = [];

export function useServices(): { services: readonly string[]; isLoading: boolean } {
  const { data = NO_NAMES, isPending } = useQuery({
    queryKey: ['services'],
    queryFn: ({ signal }) => getServices(signal),
  });
  return { services: data, isLoading: isPending };
}

export function useOperations(service: string | undefined): { operations: readonly OperationName[]; isLoading: boolean } {
  const { data = NO_OPERATIONS, isLoading } = useQuery({
    queryKey: ['operations', service],
    queryFn: ({ signal }) => getOperations(service ?? '', signal),
    enabled: service !== undefined && service !== '',
  });
  return { operations: data, isLoading };
}
