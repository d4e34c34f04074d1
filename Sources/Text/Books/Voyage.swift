/// The tale that comes with the program, so that everything runs with no network.
public enum Voyage {
    public static let title = "A Voyage to Umbrage"
    public static var text: String { "" }
}
