/// All groups, in the order of the report; to add one is one line here and one file.
let benchmarkGroups: [BenchmarkGroup] = [
  locksGroup,
  statefulGroup,
  tracerGroup,
  analysisGroup,
  modelGroup,
]
