internal import CLabPlatform

/// The calling thread.
public enum CurrentThread {
  /// The kernel's id of the thread, remembered after the first call: about a nanosecond.
  public static var id: UInt32 { lab_thread_id() }

  /// Tells the processor that this is a spin loop.
  public static func spinPause() { lab_spin_pause() }
}
