/// The kinds of shared objects.
///
/// The raw values are part of the trace format.
@frozen
public enum ObjectKind: UInt8, Sendable, CaseIterable, BitwiseCopyable {
  case variable = 1
  case atomic
  case mutex
  case rwlock
  case semaphore
  case condition
  case barrier
  case event
  case buffer
  case ring
  case pool
  case section
}
