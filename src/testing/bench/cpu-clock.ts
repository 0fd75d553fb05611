/**
 * Returns the CPU time that this process has used [s], all its threads together. Rates are given per CPU second, since a
 * machine whose cores are shared makes wall-clock rates swing by a factor of two.
 */
export function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}
