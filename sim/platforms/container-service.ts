// A container service with autoscaling in one region: each container takes many requests, further ones come up in the background.
import { CONTAINER_TARIFF } from '../bill/lambda.ts';
import { assumed } from './figure.ts';
import { nodeOrigin } from './node-origin.ts';
import type { Platform } from './platform.ts';

export const containerService: Platform = {
  ...nodeOrigin,
  name: 'container-service',
  title: 'Containers with autoscaling in one region',
  servers: assumed(
    'Containers: servers of a site',
    1,
    'servers',
    'containers are made as requests need them',
  ),
  instances: {
    requestsEach: assumed(
      'Containers: requests of a container at a time',
      50,
      'count',
      'a choice of the model',
    ),
    reused: true,
    kept: assumed(
      'Containers: those that always run',
      2,
      'containers',
      'a choice of the model: two, for safety',
    ),
    requestWaits: false,
  },
  startUp: {
    baseMs: assumed(
      'Containers: start until it takes requests',
      30_000,
      'ms',
      'none published; scaling decision, image, boot and health checks together',
    ),
    perKibMs: assumed('Containers: compiling, per KiB of code', 0, 'ms/KiB', 'part of the fixed start'),
    placement: null,
    isSnapshot: false,
    startsDuringHandshake: false,
    idleEvictionMs: assumed(
      'Containers: idle time before scaling in',
      300_000,
      'ms',
      'a choice of the model',
    ),
    idleHighMs: null,
    recycleMs: null,
  },
  billing: { lines: CONTAINER_TARIFF, ownServers: false, paysRegionEgress: true, startIsBilled: false },
};
