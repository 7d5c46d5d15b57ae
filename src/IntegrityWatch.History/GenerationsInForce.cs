namespace IntegrityWatch.History;

/// <summary>Which generations count: one that was taken back does not, nor does the one that took it back.</summary>
public static class GenerationsInForce
{
    extension(IHistory history)
    {
        /// <summary>Those that count now, earliest first.</summary>
        public IReadOnlyList<Generation> InForce => history.InForceAt(int.MaxValue);

        /// <summary>
        /// Those in force that say what the host is, earliest first: a look at it, or what was looked at elsewhere. What a person said of single
        /// findings makes no baseline. Where there is none, nothing was captured yet.
        /// </summary>
        public IReadOnlyList<Generation> Baselines =>
            [.. history.InForce.Where(generation => generation.Origin is GenerationOrigin.Capture or GenerationOrigin.Import)];

        /// <summary>What people decided and no undo took back, earliest first.</summary>
        public IReadOnlyList<Decision> DecisionsInForce => history.DecisionsInForceAt(int.MaxValue);

        /// <summary>What people had decided in a generation, and no undo until then had taken back.</summary>
        public IReadOnlyList<Decision> DecisionsInForceAt(int generation)
        {
            var decisions = history.Decisions();
            if (decisions.Count == 0)
                return [];
            var inForce = history.InForceAt(generation).Select(known => known.Number).ToHashSet();
            // The generation in the making is not put yet, be it the first.
            var latest = history.Generations is [.., var last] ? last.Number : 0;
            return [.. decisions.Where(decision => decision.Generation <= generation
                && (inForce.Contains(decision.Generation) || decision.Generation > latest))];
        }

        private IReadOnlyList<Generation> InForceAt(int generation)
        {
            var undone = history.Generations.Where(known => known.Number <= generation).Select(known => known.Undoes).OfType<int>().ToHashSet();
            return [.. history.Generations.Where(known => known.Number <= generation && known.Undoes is null && !undone.Contains(known.Number))];
        }
    }
}
