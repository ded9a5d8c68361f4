import LabJudgement
import LabTrace

extension VerdictReport.Row {
  /// The judgement of a line as a row; `sites` are those of the program.
  package init(_ line: LineVerdict, sites: [Site]) {
    let index = Int(line.site.rawValue)
    let site = index > 0 && index < sites.count ? sites[index] : nil
    self.init(
      word: VerdictReport.Word(line.word), text: line.text, detail: line.detail,
      place: site.map { "\($0.file):\($0.line):\($0.column)" } ?? "")
  }
}

extension VerdictReport.Word {
  init(_ word: LineVerdict.Word) {
    self =
      switch word {
      case .held: .held
      case .failed: .failed
      case .needsExplore: .needsExplore
      case .notApplicable: .notApplicable
      case .notSeen: .notSeen
      case .inconclusive: .inconclusive
      case .unseen: .unseen
      }
  }
}
