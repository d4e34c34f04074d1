extension Voyage {
    /// Chapters VI to VIII: what the frame learned, and the way home.
    static let homeward = """
        CHAPTER VI.

        What the frame learned first, and what it never learned. Of the sealed
        chapter, and the dispute concerning puddings. The stove is lit under
        the frame, and the consequences.

        The next thing that it learned, after some twenty steps, was not any
        word at all. It learned to leave a space; and soon afterwards where a
        line should end. For three days, the Warden told me, it produced whole
        pages with nothing upon them but the shape of a receipt: a short line,
        and then a longer, and then four or five together, and then a gap; so
        that at a distance of six paces an old cook had burst into tears and
        asked for the saffron. Then came stops and commas. Then the and of, in
        great numbers; then butter. By the two hundredth step it would begin
        with a capital; by the four hundredth it would tell you to take a
        thing, and beat it, and set it by, though not what the thing was, and
        it would often set it by before it had been taken.

        I asked leave to try it, and laid in the words, The way to a man's
        heart. The boys bent to the crank. The frame considered, and gave, a
        card at a time:

        "The way to a man's heart is to be cut in thin slices, and laid in
        salt water till the morning. Then take the whites of six."

        "It is not what I should have said," I remarked to the Warden.

        "But you were not surprised that it should be sliced?"

        I reflected, and owned that after the first shock I had found it
        natural enough.

        "Then it continues," said she, with great content.

        I was curious how they knew that it had not merely got the book by
        heart, as a parrot might. To this they have a good answer, and have
        fought about it for thirty years. When the book was first opened they
        cut off the last tenth of it, thirty-one pages, sealed it in a box,
        and swore that no boy should ever lay it in. Once in a hundred steps
        the box is opened in the presence of two fellows; the frame is tried
        upon those pages, and its pebbles counted; but on that day the beads
        are not moved. If it is surprised by the sealed part no more than by
        the rest, it has learned to cook; if a great deal more, it has learned
        to recite.

        Now it was always found to be a great deal more; and the college was
        cast down, until a junior fellow of the name of Pym Ashlar put his eye
        to the crack of the box, for which he was afterwards expelled, and
        cried out that it was all puddings. The author of the Companion, it
        seems, had begun with broths and gone on to meats, as a dinner does;
        and at the end came the puddings, of which in the first nine parts
        there was hardly a word. They had taught the thing mutton and examined
        it in custard. Some were now for cutting the sealed part out of the
        middle; some for taking a page here and a page there; and some, the
        seniors, for leaving it as it was, because their treatises were
        written. They have named these parties the Tail, the Head, and the
        Slices; and it is five in six that no one of them will marry his
        daughter into another.

        Pym Ashlar, being at leisure, had next gone through the register, to
        see at what places the boys had opened the book. There were pages on
        which they had lit eleven times; and there was one page, on the
        dressing of herons, which in five hundred and one steps had never been
        opened at all. "A book opened at a venture," said he, "is not a book
        read through." They expelled him again.

        I come now to the stove. It stands beneath the row of hammers, and was
        put there for the comfort of the boys; but it was found that it worked
        upon the wires. When it is cold the short hammers sink away and the
        tall stand up; the likeliest word is always taken; and the frame talks
        like an alderman. I heard it in this state for the whole of a
        forenoon, and it said: Take the butter and the butter and the butter
        and the butter. But as the stove grows warm the hammers draw together;
        the short ones begin to have their chance; and the discourse becomes
        at first lively, then bold, and then such as I never heard but once,
        from a surgeon in a fever.

        The island is divided upon the proper heat, more sharply than upon any
        matter of religion. The Cold party say that a word which is not the
        likeliest is by so much a falsehood. The Hot party say that he who
        always does the likeliest thing has never yet been seen to do
        anything. While I was there a Hot fellow crept in by night with two
        sacks of charcoal, and by dawn the frame had declared, in the presence
        of witnesses, that the moon is a saddle for veal; that there are
        eleven Thursdays in an eel; and that it loved the second boy from the
        left. The poor lad has never been the same. But a committee was
        appointed to consider the remark upon eels; and it is still sitting.


        CHAPTER VII.

        The author sells his looking-glasses. He writes to his wife, and has
        an answer in a bottle. He takes leave of the college, and asks the
        frame one question.

        All this while I had not forgotten my master's venture. I had gathered
        from the beach five hundred and sixty-eight looking-glasses, and I
        offered them in the market at two pearls each. The people came in
        crowds, looked for a long time, thanked me, and went home without
        buying. At last I asked a woman what was wanting.

        "It shows me one face," said she. "I had hoped for a spread."

        I broke one of them in vexation, and sold the pieces before night.

        There is a current that sets by the west of the island, and turns, as
        they think, nineteen in thirty, to the northward; by which they send
        off in bottles whatever they wish to have said elsewhere. In January I
        wrote the following, and sealed it with candle-wax.

        "To Mrs. Margery Quill, at the sign of the Inkhorn, Bristol.

        "My dear Wife,

        "I am alive, I think it forty-nine in fifty, and in health, nine in
        ten, but for a bite. The people here are honest to a degree that would
        ruin us. I have eaten well, been tried once, and own part of a goat. I
        hope to be home within the year, and put it at two in five, for I will
        no longer deceive you. I find I love you ninety-nine in a hundred, and
        beg you will not be offended, for it is the highest they have, and
        they reserve the hundredth for the weather.

        "Your affectionate husband, as far as can be known,

        "T. QUILL."

        I expected no answer; but on the 11th of June a bottle was brought to
        me by a child who had found it among the rocks, and in it was this.

        "Mr. Quill,

        "Yours came to hand by a herring boat. Captain Thorne has been home
        since Christmas and says you are certainly drowned, he saw it. I have
        told him he never saw anything in his life until he was sitting on it.
        The rope-maker asks me is the pay-book safe. I do not know what ails
        you with your nines and tens. Come home and I will tell you how much I
        love you when I have looked at you; and bring the goat.

        "M. QUILL."

        I read this letter to Odo Lathering, who was silent for a while, and
        turned his die over in his fingers. "She gives no odds at all," said
        he, "from one end to the other; and yet, I do not know how it is, but
        I should lend money upon it."

        In August a Dutch ship stood in for water, and I took my passage. On
        the last evening I climbed up to the college to make my farewells, and
        found the hall dark, and the boys gone to their supper, all but one,
        the second from the left, who was sitting by himself beside the crank.
        I said that I should like, before I went, to ask the frame one
        question, if he would turn for me. He said that it was heavy for one,
        but he would try. I lit the stove, not very hot; and out of the little
        cards I laid in, one after another: Shall I come safe.

        The boy leaned upon the handle. I heard the beads go over in the dark,
        comb after comb, twelve times, like small rain coming across a roof.
        At the far end of the hall the hammers rose; the die fell; and he went
        and fetched the word, and then another, and laid them by the candle,
        until there was a line of them.

        "Shall I come safe home," said the cards, "and set it by the fire, and
        it will keep a year."

        I knew very well where it came from: it was out of the receipt for
        damson cheese. The frame had never been in a ship, nor had a wife; it
        had seen three hundred pages of another person's dinners through a
        slit, five hundred and one times, and had been pushed about by a
        hair's breadth until it was a little less astonished. I told myself
        all this. Then I found that I could not see the cards distinctly, and
        I bade the boy good night.


        CHAPTER VIII.

        The author comes home. His difficulties there. Conclusion.

        We made Bristol on the 30th of November, 1727. The goat came ashore
        first. My wife was standing upon the quay, in the rain, with a basket;
        she looked at me for as long, I suppose, as it takes to count ten, and
        then said that I was thinner.

        I have lived since that time very quietly. I keep the books of a
        rope-maker, though a better one than my father's; and I am esteemed an
        odd sort of a man, because I look at my thumb before I answer, having
        promised to leave off the die. My old master has forgiven me the
        glasses, on hearing that they were sold in pieces, and is fitting out
        a second ship, with hammers. Captain Thorne has been given a larger
        one. When I ventured to ask him whether he now used the lead, he told
        me that he had struck ground but once in twelve voyages, which was an
        excellent proportion, and that it could hardly be expected to happen
        again.

        I am often asked whether the island is really there. Gentlemen have
        come to me with the newest charts, upon which the ring of dots has
        been left out, to make room for the name of the engraver, and have
        desired that I would say yes or no. I tell them that I was a year upon
        it; that I was tried there and acquitted, eighty-eight in a hundred;
        that I have in my house a grey goat, two pearls, and a box with a die
        in it. They press me. They say that a thing must be so, or not be so.
        I answer that it may be the case; and that when they can tell me what
        I shall say next, and how much they would be surprised to hear
        anything else, I will believe that they have come to learn something,
        and will give them a chair by the fire.

        My wife, who has read this relation in the manuscript, says that there
        is too much in it about the machine and not enough about the eels. I
        think it four in five that she is right.

        THE END.

        """
}
