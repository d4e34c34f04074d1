extension Voyage {
    /// Chapters IV and V: the trial, and the College of Continuation.
    static let frame = """
        CHAPTER IV.

        The author is taken up for a Certainty. His trial, and the arguments
        of counsel. He is acquitted by a goat.

        I had not been a month in that country when I was arrested. It was at
        dinner, and my own fault. I had said of a dish of eels that I was sure
        it was the best I ever ate; my hostess dropped the ladle; and before
        the cheese two officers came in, drew their dice, looked at them, and
        told me that it was very much to be expected I should go with them.

        The charge was read to me in the morning. It contained fourteen heads.
        I had said certainly on the beach; I had said of course, to a
        magistrate, on the 2nd of October; I had called two and two four, in
        the hearing of apprentices; and I had told an old woman, who asked me
        if her son would come home from the sea, that I knew he would. The
        last was thought the blackest, and there was a murmur when it was
        read.

        The court of Perhaps consists of a judge, who is blind, to signify
        that he has not seen the thing himself; of two counsel; and of a jury
        of one hundred, so that the verdict may be read off directly. The
        counsel for the island, a lean man named Hob Tarry, spoke for two
        hours.

        "My lord," said he, "what is a Certainty? It is a debt with no bottom.
        A man who says nineteen in twenty has put by something for the day on
        which he is wrong. He has a pebble laid up. But this person goes about
        among us with nothing laid up at all. He says of course, my lord, as
        another man might walk along a cliff in his sleep. Suppose the
        practice to spread. Suppose our children to take it up, who are quick,
        and love whatever is short. In ten years there would be no clerk in
        the market, for there would be nothing to write down; every man would
        know everything, and they would knock each other on the head about it,
        as it is seven in nine they do in Bristol."

        I could not deny it, and my own counsel, when he rose, did not try. He
        said that I had been born among people who were never corrected; that
        with us a physician might be wrong for forty years and keep a coach;
        that I had lived from a child in a country drawn with a firm line, and
        ought to be pitied. He then asked leave to call a witness; and there
        was led into the court, on a string, the grey goat.

        "This animal," said my counsel, "came ashore with the prisoner. He
        believed that she would carry him. Let him be asked how much he
        believed it."

        I looked at the goat, and the goat at me. I thought of the water, and
        of the beard between my hands. "My lord," said I, "as I hope to be
        saved, I did not believe it at all. I thought it about one in a
        hundred. But there was no plank."

        There was a silence; and then I saw that the blind man was weeping.
        "He had it in him," said the judge. "Under the varnish, he had it in
        him. One in a hundred! And he took hold." The jury divided,
        eighty-eight to twelve; and as eighty-eight in a hundred is, by their
        law, a very handsome innocence, I was set free that afternoon, upon my
        engaging to wear a box and a die, and to look at it before I spoke of
        eels.


        CHAPTER V.

        The author visits the College of Continuation. A frame that finishes
        what other people have begun. How it was taught, out of one book, by
        boys.

        Being now a person of some credit, I was carried by Odo Lathering to
        see the College of Continuation, which stands upon a hill behind the
        town, and is their chief glory. It has one hundred and forty-four
        fellows. They are engaged upon one question only: When something has
        been said, what is likely to be said next?

        "All learning comes to that," said the Warden, who received us at the
        gate. She was a small brisk woman with ink on both her thumbs. "A
        physician is one who, when he hears of a cough, can say what follows.
        What is a prophet? What is a wit? What is a wife? If we could but
        continue well, Mr. Quill, we should not need to know anything."

        She led us into a hall as long as a rope-walk. From end to end of it
        stood a frame of pear wood, with twelve great combs, one behind
        another; and in each comb some thousands of small brass beads, sliding
        upon wires; and at every bead a thread, which went up into the roof
        and came down again where no one could follow it. There was a crank at
        the side, at which four boys turned. At the near end one laid in the
        words already spoken, each upon its own card; the beads trembled, comb
        after comb, like barley when something runs through it; and at the far
        end a row of little hammers rose, some higher and some lower, one for
        each word in their language. The height of a hammer was the likelihood
        of its word. Then a die was thrown; a word was taken, the tall ones
        often and the short ones seldom; it was carried round to the near end
        and laid in with the others; and the boys turned again.

        I asked who had set the beads, for it seemed to me that all the wisdom
        of the thing must be in them, and that it would have cost Solomon his
        leisure.

        "Nobody set them," said the Warden. "We threw them in by the handful.
        It was set by being wrong." And she explained to me the manner of it,
        which I here put down as exactly as I could follow.

        They have upon the island but one English book. It came in the same
        barrel as the language, and is the Compleat Housewife's Companion, a
        work of three hundred and ten pages, wanting the title. A boy opens it
        anywhere, at a venture, and covers all but a few lines. These are laid
        in. The hammers rise; the next word is uncovered; and they look how
        high its hammer stood. If it stood at half of the whole height, that
        is one pebble; if at a quarter, two; and at the first there were near
        sixteen pebbles for every word, the machine having no more notion of
        what was coming than has an egg. Then the twelve combs are gone
        through backwards, from the last to the first, and every bead is asked
        which way it ought to have stood to have made that word a little less
        surprising; and it is moved that way, by about the breadth of a hair.
        That is a step. They shut the book, and open it in another place.

        "And how many steps did you make?"

        "Five hundred and one," said the Warden.

        "Why not five hundred?"

        "We wished to see what happened after it," said she.

        I desired to know what the frame had said before the first of these
        steps, when the beads were as they fell. She told me that it was a
        thing of great dignity. It had been asked to continue the words Take a
        large; and it had said large large large large, for as long as anyone
        would turn the crank; and there was still a sect in the college,
        called the Originals, who held that it had never since said anything
        so consistent.

        """
}
