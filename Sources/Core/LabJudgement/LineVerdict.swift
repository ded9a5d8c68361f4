import LabTrace

/// The judgement of one line: an `expect` of the file, or something found that no line declares.
package struct LineVerdict: Hashable, Sendable {
  package enum Word: String, Sendable {
    /// Seen, or proved.
    case held
    case failed = "FAILED"
    /// Nothing contradicts it, but only a completed search can settle it.
    case needsExplore = "needs explore"
    /// Its `when` excludes the parameters.
    case notApplicable = "not applicable"
    /// An expected finding that these runs did not show.
    case notSeen = "not seen"
    /// A limit stopped the search before the claim was settled.
    case inconclusive
    /// An outcome that may, but need not, occur, and did not.
    case unseen = "-"
  }

  package var word: Word
  /// What was claimed, as the file says it, or what was found.
  package var text: String
  /// Counts and witnesses.
  package var detail: String
  package var site: SiteID
  /// Index of the expectation; nil for something undeclared.
  package var expectation: Int?

  package init(
    word: Word, text: String, detail: String = "", site: SiteID = .unknown, expectation: Int? = nil
  ) {
    self.word = word
    self.text = text
    self.detail = detail
    self.site = site
    self.expectation = expectation
  }
}
