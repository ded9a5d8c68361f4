/// What an atomic access promises about the accesses around it.
///
/// The words are those of the C and C++ memory model. A part that makes no sense for an access (the release
/// part of a load, the acquire part of a store) is ignored.
@frozen
public enum MemoryOrder: Sendable {
  /// Atomic, and ordered with nothing but the other accesses to the same word.
  case relaxed
  /// Nothing after it moves before it; sees what the release it reads from published.
  case acquire
  /// Nothing before it moves after it; publishes all that to the acquire that reads it.
  case release
  /// Both, for a read-modify-write.
  case acquireRelease
  /// Both, and in one total order with all other accesses of this kind.
  case sequentiallyConsistent
}
