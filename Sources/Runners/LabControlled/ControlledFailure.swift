import LabTrace

/// What ended an execution early.
package struct ControlledFailure: Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    /// An assertion, a check of bounds or of arithmetic, or of a section.
    case failure
    case misuse
    /// An endless loop of local work.
    case divergence
    /// The model cannot hold what the program asks for: no verdict on the program.
    case limit
  }

  package var kind: Kind
  package var actor: Int
  package var message: String
  package var site: SiteID

  package init(kind: Kind, actor: Int, message: String, site: SiteID) {
    self.kind = kind
    self.actor = actor
    self.message = message
    self.site = site
  }
}
