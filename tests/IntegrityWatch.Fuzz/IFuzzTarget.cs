namespace IntegrityWatch.Fuzz;

/// <summary>Something that reads what others wrote.</summary>
internal interface IFuzzTarget
{
    string Name { get; }

    /// <summary>The next input. The same random numbers give the same input.</summary>
    byte[] Make(Random random);

    /// <summary>Reads an input, to its end.</summary>
    /// <exception cref="Evidence.CannotCheckException">It is refused, as it may be.</exception>
    /// <exception cref="BrokenPromiseException">What was read breaks a promise of the reader.</exception>
    void Run(byte[] input);
}
