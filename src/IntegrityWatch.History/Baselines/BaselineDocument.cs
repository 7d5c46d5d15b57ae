namespace IntegrityWatch.History.Baselines;

/// <summary>One generation with all that it holds, as it travels from one history to another.</summary>
public sealed record BaselineDocument
{
    /// <summary>The host whose generation it is; null where its history knows none.</summary>
    public string? Host { get; init; }

    public required Generation Generation { get; init; }

    /// <summary>The chain of the generation before; <see cref="GenerationChain.Beginning"/> for the first.</summary>
    public required string Previous { get; init; }

    /// <summary>The name of the package manager, such as <c>dpkg</c>; null where no packages were known.</summary>
    public string? PackageManager { get; init; }

    public required BaselineContent Content { get; init; }

    /// <summary>A generation of the history, checked against what the history says of it.</summary>
    /// <param name="history">The history.</param>
    /// <param name="number">The generation's number; null for the latest.</param>
    /// <exception cref="CannotCheckException">There is no such generation, or it was edited.</exception>
    public static BaselineDocument Of(IHistory history, int? number)
    {
        var generation = Find(history, number);
        var document = new BaselineDocument
        {
            Host = history.State.Host,
            Generation = generation,
            Previous = history.Generations.LastOrDefault(other => other.Number < generation.Number)?.Chain ?? GenerationChain.Beginning,
            PackageManager = history.Packages(generation.Number)?.Manager,
            Content = BaselineContent.Of(history, generation.Number),
        };
        return document.Fault() is { } fault
            ? throw new CannotCheckException($"generation {generation.Number} was edited in the history: {fault}", "see integritywatch baseline verify")
            : document;
    }

    /// <param name="history">The history.</param>
    /// <param name="number">The generation's number; null for the latest.</param>
    /// <exception cref="CannotCheckException">There is no such generation.</exception>
    public static Generation Find(IHistory history, int? number)
    {
        if (history.Generations is not [.., var latest])
            throw new CannotCheckException("nothing has been captured yet, so there is no generation", "run integritywatch baseline capture first");
        return number is null
            ? latest
            : history.Generations.FirstOrDefault(generation => generation.Number == number)
                ?? throw new CannotCheckException($"no such generation: {number}", $"the latest is {latest.Number}; integritywatch baseline list shows all");
    }

    /// <summary>What does not fit together; null where all does.</summary>
    public string? Fault()
    {
        if (Content.Digest() != Generation.Content || Content.ApprovedPaths != Generation.Paths)
            return "its content is not what its digest says";
        return GenerationChain.ChainOf(Generation, Previous) == Generation.Chain ? null : "what it says of itself is not what its chain says";
    }
}
