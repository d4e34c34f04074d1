import Bindings
import Foundation
import GPT
import Language
import Presentation
import Text

/// GPT-2's own weights for a person: found on this machine, or fetched once, after it was said how large they
/// are and asked whether they may.
struct PublishedModel {
    private let weights: PublishedWeights
    private let session: Session
    private var library: Library { session.configuration.library }
    private var output: OutputRecorder { session.output }

    init(_ weights: PublishedWeights, _ session: Session) {
        (self.weights, self.session) = (weights, session)
    }

    /// The folder with the weights.
    ///
    /// - Parameter mayDownload: whether they may be fetched; nil asks the person.
    /// - Throws: FileNotFoundError where they are not here and may not be fetched; ConnectionError where they
    ///   cannot be; KeyboardInterrupt, and what came is kept.
    func folder(mayDownload: Bool?) throws -> String {
        if let folder = library.weightsFolder(weights) {
            output.note("\(weights.name)'s weights from \(Formatting.visible(folder))")
            return folder
        }
        if mayDownload == false { throw notHere(nil) }
        // Where nobody can be asked, no server is either.
        if mayDownload == nil, session.ask == nil { throw notHere(weights.length) }
        let download = try library.weightsDownload(weights) { _ in try session.interruption.check() }
        output.note(size(of: download))
        if mayDownload == nil, try !isAllowed() { throw notHere(download.length) }
        try fetch(download)
        return download.folder
    }

    private func size(of download: Library.WeightsDownload) -> String {
        let kept =
            download.received > 0 && download.received < download.length
            ? ", \(Formatting.transferred(Double(download.received))) of them here from the last time" : ""
        return "\(weights.name)'s weights: \(Formatting.transferred(Double(download.length))) from "
            + "\(download.host)\(kept), into \(Formatting.visible(download.folder))"
    }

    private func isAllowed() throws -> Bool {
        while true {
            switch session.ask?("fetch them? [y/N] ") ?? .end {
            case .line(let answer):
                switch answer.trimmingCharacters(in: .whitespaces).lowercased() {
                case "y", "yes": return true
                case "", "n", "no": return false
                default: output.note("y fetches them, Enter or n does not")
                }
            case .interrupted:
                session.interruption.request()
                try session.interruption.check()
                return false
            case .end: return false
            }
        }
    }

    private func notHere(_ length: Int?) -> ScriptError {
        let size = length.map { " (\(Formatting.transferred(Double($0))))" } ?? ""
        return ScriptError(
            "FileNotFoundError", "\(weights.name)'s weights\(size) are not on this machine",
            details: ["a folder with config.json and model.safetensors is loaded by its path"],
            hint: "load_model(\"\(weights.name)\", download=True)")
    }

    private func fetch(_ download: Library.WeightsDownload) throws {
        defer { output.progress(nil) }
        let start = ProcessInfo.processInfo.systemUptime
        var last = 0.0, here = download.received
        func show(_ label: String, _ done: Int) throws {
            try session.interruption.check()
            let now = ProcessInfo.processInfo.systemUptime
            guard now - last >= 0.05 else { return }
            last = now
            var progress = Language.Progress(label: label, completed: done, total: download.length)
            progress.unit = "B"
            let fresh = done - download.received
            if fresh > 0, now - start > 0.5 {
                let rate = Double(fresh) / (now - start)
                (progress.rate, progress.secondsLeft) = (rate, Double(download.length - done) / rate)
            }
            output.progress(progress)
        }
        do {
            try library.download(
                download,
                progress: { part in
                    here = part.received
                    try show("loading \(weights.name)", part.received)
                },
                checking: { try show("checking \(weights.name)", $0) })
        } catch {
            if ScriptError(error).isInterruption, here > 0, here < download.length {
                output.progress(nil)
                output.note(
                    "\(Formatting.transferred(Double(here))) of \(weights.name) are kept; "
                        + "the same line goes on there")
            }
            try? writeConfiguration(to: download.folder + "-unverified")
            throw error
        }
        try writeConfiguration(to: download.folder)
        output.progress(nil)
        output.note(verdict(download))
    }

    private func verdict(_ download: Library.WeightsDownload) -> String {
        guard download.sha256 != nil else {
            return "the length is as the server said; it gives no SHA-256 to compare with"
        }
        return download.isPinned
            ? "the SHA-256 is that of \(weights.name)'s weights"
            : "the SHA-256 is the one that \(download.host) announced: the file is whole, which says nothing "
                + "of who made it"
    }

    /// `config.json` beside the weights, where they are.
    private func writeConfiguration(to folder: String) throws {
        guard FileManager.default.fileExists(atPath: folder + "/model.safetensors") else { return }
        var configuration = GPTConfiguration.gpt2
        (configuration.blocks, configuration.width, configuration.heads) = (
            weights.blocks, weights.width, weights.heads
        )
        try configuration.writeHuggingFace(to: folder)
    }
}
