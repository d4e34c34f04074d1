// Rows of a table by their numbers.

// y[i, :] = table[ids[i], :]
KERNEL gather(READ(float, table), READ(long, ids), WRITE(float, y), const long columns, const long count) {
    OPEN(table);
    OPEN(ids);
    OPEN(y);
    long i = INDEX;
    if (i < count) y[i] = table[ids[i / columns] * columns + i % columns];
}

// table[ids[g], :] += Σ dy[order[j], :] for j from starts[g] to starts[g + 1], one after the other. The host
// has sorted the places by their ids, so that each row of the table has one group that writes it.
KERNEL scatter_add(
    READ(float, dy), READ(long, ids), READ(long, starts), READ(long, order), WRITE(float, table),
    const long columns) {
    OPEN(dy);
    OPEN(ids);
    OPEN(starts);
    OPEN(order);
    OPEN(table);
    long first = starts[GROUP_X], end = starts[GROUP_X + 1], row = ids[GROUP_X];
    for (long c = ITEM; c < columns; c += SIZE) {
        float sum = table[row * columns + c];
        for (long j = first; j < end; j++) sum += dy[order[j] * columns + c];
        table[row * columns + c] = sum;
    }
}
