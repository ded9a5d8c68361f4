import LabPlatform
import LabTrace

/// Seeded perturbation at visible steps: makes rare interleavings of real threads less rare.
///
/// What it does depends only on the seed and the actor; when the operating system then lets whom go on does not.
struct ChaosMonkey {
  private var generator: SplitMix64

  init(seed: UInt64, actor: Int) { generator = SplitMix64(seed: seed).split(UInt64(actor) + 1) }

  /// Called before a visible step.
  ///
  /// Most steps are left alone; the rest yield, spin for about a context switch, sleep, or change priority.
  mutating func perturb() {
    let dice = generator.below(64)
    switch dice {
    case 0..<8: NativeThread.yield()
    case 8..<12:
      for _ in 0..<generator.below(2000) { CurrentThread.spinPause() }
    case 12..<15: NativeThread.sleep(until: .after(nanoseconds: Int64(1000 + generator.below(200_000))))
    case 15: try? NativeThread.setNice(Int32(generator.below(5)))
    default: break
    }
  }
}
