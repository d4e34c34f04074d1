import Foundation

extension Formatting {
    /// A duration in two significant parts: `4 ms`, `3.2 s`, `2 min 05 s`, `1 h 12 min`.
    public static func duration(_ seconds: Double) -> String {
        guard seconds.isFinite else { return "?" }
        switch seconds {
        case ..<0.001: return "\(fixed(seconds * 1e6, 0)) µs"
        case ..<0.1: return "\(fixed(seconds * 1e3, seconds < 0.01 ? 1 : 0)) ms"
        case ..<10: return "\(fixed(seconds, 2)) s"
        case ..<60: return "\(fixed(seconds, 1)) s"
        case ..<3600:
            let whole = Int(seconds.rounded())
            return "\(whole / 60) min \(whole % 60 < 10 ? "0" : "")\(whole % 60) s"
        default:
            let minutes = seconds / 60 < 1e9 ? Int((seconds / 60).rounded()) : Int(1e9)
            return "\(minutes / 60) h \(minutes % 60) min"
        }
    }

    /// Whole seconds as a clock shows them: `7:05`, `1:02:30`.
    public static func clock(_ seconds: Double) -> String {
        let whole = Int(min(max(0, seconds), 1e9))
        let (hours, minutes, rest) = (whole / 3600, whole / 60 % 60, whole % 60)
        return hours > 0
            ? String(format: "%d:%02d:%02d", hours, minutes, rest) : String(format: "%d:%02d", minutes, rest)
    }

    /// Time that is left: `42 s`, `7:05`, `1:02:30`, and from 100 hours on `days`.
    public static func remaining(_ seconds: Double) -> String {
        guard seconds < 360_000 else { return "days" }
        let whole = seconds.rounded(.up)
        return whole < 60 ? "\(Int(whole)) s" : clock(whole)
    }
}
