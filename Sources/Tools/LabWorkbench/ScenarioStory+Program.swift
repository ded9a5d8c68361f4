import LabLanguage
import LabReports

extension ScenarioStory {
  /// The story of a checked scenario.
  package init(_ program: Program, path: String) {
    self.init(name: program.name, path: path)
    let metadata = program.metadata
    title = metadata.title
    teaches = metadata.teaches
    story = metadata.story
    hint = metadata.hint
    source = metadata.source
    tags = metadata.tags
    fixedBy = metadata.fixedBy
    fixes = metadata.fixes
    parameters = program.parameters.map { Parameter(name: $0.name, value: $0.value) }
    actors = program.groups.map { $0.isArray ? "\($0.count) \($0.name)" : $0.name }
    expectations = program.expectations.map(\.text)
  }
}
