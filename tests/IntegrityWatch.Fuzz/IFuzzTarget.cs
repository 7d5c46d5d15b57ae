namespace IntegrityWatch.Fuzz;

/// <summary>Something that reads what others wrote.</summary>
internal interface IFuzzTarget
{
    string Name { get; }

    /// <summary>What it belongs to: <c>list</c>, <c>audit</c> ...</summary>
    string Group { get; }

    /// <summary>True where it takes part only when it is asked for by name.</summary>
    bool IsOnlyNamed => false;

    /// <summary>False where what it leads to is not for a repository.</summary>
    bool IsKept => true;

    /// <summary>Real inputs to begin with.</summary>
    IReadOnlyList<byte[]> Seeds { get; }

    /// <summary>What means something in an input; Latin-1, so that any byte can be written.</summary>
    IReadOnlyList<string> Words { get; }

    /// <summary>How many bytes the reader is given, by which its memory is measured.</summary>
    int SizeOf(byte[] input) => input.Length;

    /// <summary>Managed memory that an input may make its reader allocate for each byte of <see cref="SizeOf"/>.</summary>
    long MostBytesPerByte => 64;

    /// <summary>Mends what a change broke and would hide the rest, such as a checksum. The same random numbers give the same input.</summary>
    byte[] Finish(byte[] changed, Random random) => changed;

    /// <summary>Reads an input, to its end.</summary>
    /// <exception cref="CannotCheckException">It is refused, as it may be.</exception>
    /// <exception cref="BrokenPromiseException">What was read breaks a promise of the reader.</exception>
    void Run(byte[] input);
}
