/// Numbers of bytes. What lies in memory is told in units of 1024, as the system tells it; what is asked for,
/// refused or transferred in units of 1000, as the sizes of memory chips, files and networks are.
extension Formatting {
    /// What something takes in memory, in units of 1024: `3.9 KB`.
    public static func memory(_ bytes: Int) -> String {
        if bytes < 1024 { return "\(bytes) bytes" }
        let (size, unit) = scaled(Double(bytes), by: 1024, ["bytes", "KB", "MB", "GB", "TB", "PB"])
        return (size < 10 && size != size.rounded() ? fixed(size, 1) : fixed(size, 0)) + " " + unit
    }

    /// What is needed or refused, in units of 1000: `823.4 MB`.
    public static func size(_ bytes: Int) -> String {
        if bytes < 1000 { return "\(bytes) bytes" }
        let (size, unit) = scaled(Double(bytes), by: 1000, ["bytes", "kB", "MB", "GB", "TB", "PB", "EB"])
        return "\((size * 10).rounded() / 10) \(unit)"
    }

    /// How much of a file has arrived, in units of 1000: `640 B`, `12 kB`, `3.4 MB`.
    public static func transferred(_ bytes: Double) -> String {
        let (size, unit) = scaled(bytes, by: 1000, ["B", "kB", "MB"])
        return fixed(unit == "B" ? size.rounded(.towardZero) : size, unit == "MB" ? 1 : 0) + " " + unit
    }

    /// The number in the largest of the units of which there is a whole one.
    private static func scaled(_ number: Double, by base: Double, _ units: [String]) -> (Double, String) {
        var (number, unit) = (number, 0)
        while number >= base, unit < units.count - 1 { (number, unit) = (number / base, unit + 1) }
        return (number, units[unit])
    }
}
