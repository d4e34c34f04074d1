/// *A Voyage to Perhaps*: the tale that comes with the program, so that everything runs with no network.
///
/// It is about 5,100 words of plain ASCII, in lines of at most 70 characters that end in line feeds; three
/// empty lines stand between parts, as between the chapters of an old book.
public enum Voyage {
    /// The tale's title.
    public static let title = "A Voyage to Perhaps"

    /// All of it, with no title page.
    public static let text = outward + "\n\n" + frame + "\n\n" + homeward
}
