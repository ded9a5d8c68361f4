/// What is known of a shared object.
public struct ObjectInfo: Hashable, Sendable {
  /// Name with its index, such as `fork[2]`.
  public var name: String
  /// What it is.
  public var kind: ObjectKind
  /// Capacity of a buffer, parties of a barrier, limit of a section; 0 where it means nothing.
  public var capacity: Int64
  /// Initial value of a variable or semaphore.
  public var initial: Int64
  /// The mutex of a condition, or the declared guard of a variable.
  public var companion: ObjectID

  /// Describes an object.
  public init(
    name: String, kind: ObjectKind, capacity: Int64 = 0, initial: Int64 = 0, companion: ObjectID = .none
  ) {
    self.name = name
    self.kind = kind
    self.capacity = capacity
    self.initial = initial
    self.companion = companion
  }
}
