import Disk
import Encodings
import Foundation
import Presentation

/// GPT-2's weights: where they are on this machine, and how they get there.
extension Library {
    /// The name that the weights have in a folder.
    private static let fileName = "model.safetensors"

    /// The address of the file of some weights.
    func address(of weights: PublishedWeights) -> String {
        "\(weightsHost)/\(weights.repository)/resolve/main/\(Library.fileName)"
    }

    /// The folder in the cache where weights are kept; nil where there is no home folder.
    public func weightsPlace(_ weights: PublishedWeights) -> String? {
        cacheFolder.map { "\($0)/\(weights.name)" }
    }

    /// The folder with the weights and their `config.json`, if there is one on this machine: in the cache, in
    /// the folders of `LAGADO_DATA`, or where Hugging Face's own library keeps what it has downloaded.
    public func weightsFolder(_ weights: PublishedWeights) -> String? {
        let own = [weightsPlace(weights)].compactMap { $0 } + dataFolders.map { "\($0)/\(weights.name)" }
        let kept = hubFolders.flatMap { hub in
            [weights.name, weights.repository].flatMap { name -> [String] in
                let folder =
                    "\(hub)/models--\(name.replacingOccurrences(of: "/", with: "--"))/snapshots"
                let found = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
                return found.sorted().map { "\(folder)/\($0)" }
            }
        }
        return (own + kept).first { folder in
            ["config.json", Library.fileName].allSatisfy {
                FileManager.default.fileExists(atPath: "\(folder)/\($0)")
            }
        }
    }

    /// What has to be downloaded to have some weights.
    public struct WeightsDownload: Equatable, Sendable {
        /// Which weights.
        public let weights: PublishedWeights
        /// Bytes in all.
        public let length: Int
        /// The SHA-256 that the file has to have; nil where neither this program nor the server knows one.
        public let sha256: String?
        /// Whether this program knows the sum, and not only the server that sends the file.
        public var isPinned: Bool { weights.sha256 != nil }
        /// Bytes that an earlier download has left, with which it may go on.
        public let received: Int
        /// The folder where they will be.
        public let folder: String
        /// Where they come from, for a person.
        public let host: String
    }

    /// Finds out what a download of weights would take. Where that is not known beforehand, the server is
    /// asked.
    ///
    /// - Throws: `TextError` where the server cannot be asked, or does not say how long the file is; where
    ///   there is no cache folder, or no room for the file in it.
    public func weightsDownload(
        _ weights: PublishedWeights, progress: (DownloadProgress) throws -> Void = { _ in }
    ) throws -> WeightsDownload {
        guard let folder = weightsPlace(weights) else {
            throw TextError(
                .system, "there is no place for \(weights.name): neither XDG_CACHE_HOME nor HOME is set",
                hint: hint(weights))
        }
        var (length, sha256) = (weights.length, weights.sha256)
        if length == nil {
            let said: Announcement
            do {
                said = try downloader.announcement(of: address(of: weights), progress: progress)
                try Library.check(said.status)
            } catch let error as TextError { throw cannotGet(weights, error) }
            (length, sha256) = (said.length, said.sha256)
        }
        guard let length, length > 0 else {
            throw cannotGet(
                weights, TextError(.connection, "the server does not say how long the file is"))
        }
        let received = PartialFile.bytesKept(
            for: "\(folder)/\(Library.fileName)", from: address(of: weights))
        if let free = Library.freeBytes(folder), free < length - received {
            throw TextError(
                .system,
                "\(weights.name) needs \(Formatting.memory(length - received)) on the disk, and "
                    + "\(Formatting.memory(free)) are free in '\(folder)'",
                hint: "Free some space, or set XDG_CACHE_HOME to a folder on another disk.")
        }
        let host = URL(string: weightsHost)?.host ?? weightsHost
        return WeightsDownload(
            weights: weights, length: length, sha256: sha256, received: received, folder: folder, host: host)
    }

    /// Downloads weights into the cache: the file is whole and has its sum, or it is not there.
    ///
    /// What came of a download that ended early is kept, and the next one goes on there.
    /// - Parameter checking: called while the sum is computed, with the bytes that are done.
    /// - Throws: `TextError`: where not all of it came; where the sum is another one, and the file then lies
    ///   in a folder beside the place, which the error names. What `progress` and `checking` throw.
    public func download(
        _ download: WeightsDownload, progress: (DownloadProgress) throws -> Void,
        checking: (_ done: Int) throws -> Void
    ) throws {
        let path = "\(download.folder)/\(Library.fileName)"
        do {
            let address = address(of: download.weights)
            let part = try PartialFile(for: path, from: address)
            do {
                try Library.check(
                    downloader.download(address, into: part, length: download.length, progress: progress))
            } catch let error as TextError {
                throw cannotGet(download.weights, error, kept: part.count)
            }
            guard part.count == download.length else {
                throw TextError(
                    .connection,
                    "\(part.count) bytes came of \(Formatting.grouped(download.length)) of \(address)")
            }
            guard let wanted = download.sha256 else { return try part.finish() }
            var digest = Digest(.sha256)
            try part.read { piece, before in
                try checking(before)
                digest.update(piece)
            }
            let sum = digest.hex
            guard sum == wanted else {
                let aside = download.folder + "-unverified"
                try part.finish(at: "\(aside)/\(Library.fileName)")
                throw TextError(
                    .value,
                    "the file from \(address) is not the one that it should be: its SHA-256 is\n    \(sum),"
                        + " and \(download.isPinned ? "this program knows" : "the server announced")\n    "
                        + "\(wanted). It lies in '\(aside)', and is not used",
                    hint: "Delete it and try again; if you know better, load_model('\(aside)') reads it.")
            }
            try part.finish()
        } catch let error as FileError { throw TextError(error) }
    }

    private func cannotGet(_ weights: PublishedWeights, _ error: TextError, kept: Int = 0) -> TextError {
        guard error.kind == .connection else { return error }
        let address = address(of: weights)
        let reason = error.message.hasPrefix(address) ? error.message : "\(address): \(error.message)"
        let rest =
            kept > 0
            ? "\n\(Formatting.memory(kept)) of it are kept, and the same line goes on there" : ""
        return TextError(
            .connection, "cannot get \(weights.name)'s weights: \(reason)\(rest)", hint: hint(weights))
    }

    private func hint(_ weights: PublishedWeights) -> String {
        "Without a network: copy a folder with config.json and model.safetensors here, as git clone "
            + "\(weightsHost)/\(weights.repository) makes it elsewhere, and load_model('FOLDER')."
    }

    /// Bytes that are free where a folder is or will be.
    private static func freeBytes(_ folder: String) -> Int? {
        var place = folder
        while !FileManager.default.fileExists(atPath: place), place.count > 1 {
            place = (place as NSString).deletingLastPathComponent
        }
        var information = statvfs()
        guard statvfs(place, &information) == 0 else { return nil }
        let (bytes, overflow) = Int(information.f_bavail).multipliedReportingOverflow(
            by: Int(information.f_frsize))
        return overflow ? nil : bytes
    }
}
