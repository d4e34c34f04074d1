extension Voyage {
    /// Chapters I to III: the voyage out, and the island.
    static let outward = """
        A VOYAGE TO PERHAPS

        Being a faithful Relation of a Year spent among the Inhabitants of an
        Island which is marked upon the Charts with Doubt; by TOBIAS QUILL,
        late Purser of the Prudent Margaret.


        CHAPTER I.

        The author gives some account of himself. Sails from Bristol with a
        cargo of looking-glasses. The opinions of a captain on the subject of
        soundings.

        My father kept the books of a rope-maker in Bristol, and it was his
        whole ambition that I should one day keep the books of a better one.
        He taught me to add before I could well walk, and to subtract soon
        after, which he held to be the harder art, since a man will always
        lend his attention to what he is given and seldom to what is taken
        away. At the age of eleven I could cast up a column of figures in my
        head while eating; at fourteen I was put to a merchant in Redcliffe
        Street, who dealt in glass; and at six and twenty, having learned all
        that can be learned of the sea by reading bills of lading, I was made
        purser of the Prudent Margaret, a ship of two hundred and twelve tons,
        at a wage of three pounds and ten shillings a month.

        We sailed on the 3rd of May, 1726, with forty-one men, nine goats, and
        six hundred looking-glasses packed in bran. The glasses were the
        venture of my old master, who had been told by a gentleman, who had it
        from a bishop, that there were kingdoms in the South Sea where no
        person had ever seen his own face, and where a prince would give its
        weight in pearls for the sight. I remarked that a prince might give as
        much, having seen it, to have the glass taken away again. My master
        wrote this down as an objection, and doubled the insurance.

        Our captain was one Elias Thorne, a man of great courage and few
        opinions, but those few he had nailed down. The firmest of them
        concerned the use of the lead. "Mr. Quill," said he to me on the
        second evening, "a timid man sounds the depth because he fears there
        is too little water. I never sound. I have crossed the Line eleven
        times, and there has always been enough."

        "And if there should once be too little, sir?"

        "Then I should know it directly," said the captain, "and without the
        trouble of a rope."

        I entered this reasoning in my journal, with the date, for I had
        observed that the sayings of commanders are best understood some time
        afterwards.

        For eleven weeks we had nothing but fair winds and salt beef. The
        goats were reduced to four. On the 20th of July we doubled the Cape;
        on the 9th of September, by the captain's reckoning, we were in
        latitude 31 degrees south, and by the mate's in 33, so that they met
        upon 32 as gentlemen should, and drank to it. I asked to see the
        chart. There was a great deal of paper upon it, and not much else; but
        somewhat to the east of the place where they had agreed we were, the
        engraver had put a small ring of dots, no bigger than a lentil, and
        beside it in a slanting hand: Perhaps an island.

        "Is there an island there, or is there not?" said I.

        "The chart has told you all it knows," said the captain, "which is
        more than most men do when they are asked." And he went below to
        sleep.

        We struck upon it at four in the morning.


        CHAPTER II.

        The ship is lost. The author is saved by a goat, and is civilly
        received upon the shore. His first conversation with the natives, in
        which nobody will say that it is raining.

        It was, I believe, the first time in his life that Captain Thorne was
        in no doubt about the depth. The Prudent Margaret ran up on the rock
        with a noise like the shutting of a great ledger, stood a moment
        upright, as though she considered what to say, and then lay over on
        her side. The boats were got out in good order. I went below for my
        books, which is a purser's duty; and when I came up with them the
        boats were gone, the captain having been informed that I was in one of
        them by a man who thought it likely.

        I tied the journal and the pay-book about my neck in a piece of
        oilcloth, and was looking for a plank when the last of the goats, a
        large grey animal of an independent mind, came past me through the
        water with the air of one who has business on shore. I took hold of
        her by the beard. She resented it, but went on; and some time after
        sunrise we were both of us thrown up on a beach of white shells, where
        she bit me, shook herself, and walked inland. I have never since been
        able to eat of any goat without reflection.

        The bran from our hold had come ashore in a long yellow line, and in
        the bran lay the looking-glasses, scarce thirty of them broken, all
        staring up at the clouds. Among these a company of people was going
        carefully about on tiptoe. They were tall, and dressed in grey, in a
        kind of gown with a great many small pockets; and each had hanging at
        his belt a little box of ivory, from which, before he spoke, he
        commonly drew a die, looked at it, and put it back.

        It had begun to rain heavily. The eldest of them came up to me,
        considered me from head to foot, and said in tolerable English, which
        I afterwards learned had reached them in a barrel: "Nine in ten, you
        are a stranger."

        I replied that I was certainly a stranger.

        At the word certainly there was a stir among them; a mother covered
        the ears of her child. The old man raised his hand. "He is wet," said
        he to the rest, "and it is three in four that he has not slept. Let us
        not weigh it against him." Then to me: "You are welcome, four in five.
        My name, as I have been given to understand, is Odo Lathering. Will
        you walk up to the town? It is more likely than not that there is
        soup."

        "I thank you," said I. "I should be glad to be out of the rain."

        "Ah!" said he. "You are of the party that thinks it rains."

        The water was then running off the end of his nose. I asked what other
        party there could be.

        "There are those," said Odo Lathering, "who hold that it is spray."


        CHAPTER III.

        Of the island and its name. The manner in which the inhabitants speak,
        with its advantages to debtors and its inconvenience to lovers. Of
        their weather, and of a man who was sure.

        The island is seven leagues long and about three broad, and contains,
        by the last count, between four thousand and six thousand people; they
        will go no nearer. Its name it takes from the chart. A Dutch
        navigator, whom the current had carried past in the year 1643, sold
        them a copy of his own for a basket of yams, and when they found
        themselves upon it, a ring of dots and a word, they were so struck
        with the justice of the description that they have called their
        country Perhaps ever since, and themselves the Perhapsians; and they
        pity those nations which have been drawn with a firm line.

        From this beginning they have raised their whole philosophy. They hold
        that nothing whatever is so; that things are only more or less to be
        expected; and that the first duty of an honest man is to say how much.
        No one there will tell you that the bridge is sound. He will tell you
        that it is thirty-nine in forty; and if you ask him the next day, when
        a cart has gone through it, he will tell you that he never felt so
        well acquainted with the fortieth. A liar, among them, is not a man
        who says what is false, for that may happen to anyone; it is a man who
        says nineteen in twenty when he thinks fifteen.

        I own that in matters of trade I found this an improvement on Bristol.
        A debtor there signs no promise to pay on Saturday. He signs that it
        is seven in eight; and the lender, knowing him, gives what the paper
        is worth. As every man's sayings are written down by the clerks of the
        market, and set against what followed, there is nobody whose word has
        not its exact price; and I have seen a fisherman, famous for his
        judgment of the wind, buy a house with a remark.

        But in affairs of the heart it is otherwise. I was present when a
        young man of good family addressed a lady whom he had followed about
        with a lute since the spring. "Madam," said he, falling on his knees,
        "I love you, ninety-six in a hundred."

        "Last week," said she, "it was ninety-seven."

        "Last week," said the unhappy youth, "I had fewer observations."

        She shut the window. It was thought by all the neighbours that he had
        behaved very well.

        Their weather is announced every morning from a tower by an officer,
        who cries the odds of rain, and is paid by how little he has been
        surprised at the end of the year. This surprise they measure very
        nicely. If he had given the rain an even chance, and it rained, he
        must drop one black pebble into a jar; if he had given it one chance
        in four, two pebbles; if one in eight, three; and so on, one pebble
        more for every halving. But if he had said that it could not rain, and
        it did, there is no number of pebbles that will satisfy the law, and
        he must go on dropping them in until he dies.

        I thought this last a fable to frighten children, until Odo Lathering
        took me to the end of the harbour, where a man with a white beard sat
        upon the wall beside a barrow. He took a pebble from the barrow,
        dropped it in the sea, and took another.

        "He was an excellent officer," said my friend, "and very exact in his
        hundredths. But one fine evening in the year 1702, being newly
        married, he leaned out of the tower and cried that there was no chance
        of rain tomorrow, none; that it was not to be thought of."

        "And did it rain?"

        "Only a little," said Odo.

        """
}
