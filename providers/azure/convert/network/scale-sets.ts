/** The scale set that an id lies in, by the id; undefined for what is in none. */
export function scaleSetOf(id: string): string | undefined {
  return /^.*\/providers\/Microsoft\.Compute\/virtualMachineScaleSets\/[^/]+(?=\/)/i.exec(id)?.[0];
}

/** The instance of a uniform scale set that an id lies in. */
export function scaleSetInstanceOf(id: string): string | undefined {
  return /^.*\/providers\/Microsoft\.Compute\/virtualMachineScaleSets\/[^/]+\/virtualMachines\/[^/]+/i.exec(id)?.[0];
}
