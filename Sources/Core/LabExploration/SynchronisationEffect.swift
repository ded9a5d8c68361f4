/// What a step does to happens-before, for race detection along an execution: LANGUAGE section 2, in detail.
@frozen
@usableFromInline
package struct SynchronisationEffect: Hashable, Sendable, BitwiseCopyable {
  @frozen
  @usableFromInline
  package enum Kind: UInt8, Sendable {
    /// The actor's clock joins the object's.
    case acquire
    /// The object's clock joins the actor's.
    case release
    /// The object's clock becomes the actor's.
    case replace
    /// The object's clock becomes empty.
    case clear
    /// The actor `object` joins the clock of the one that steps: a woken waiter, a spawned actor.
    case wake
    /// The one that steps joins the clock of the actor `object`: a join.
    case join
    /// A plain read or write of the variable cell `object`.
    case readPlain
    case writePlain
    /// The same inside an atomic region: ordered with other regions, racing with plain accesses.
    case readRegion
    case writeRegion
  }

  @usableFromInline package var kind: Kind
  @usableFromInline package var object: UInt32

  @inlinable
  package init(_ kind: Kind, _ object: UInt32) {
    self.kind = kind
    self.object = object
  }
}
