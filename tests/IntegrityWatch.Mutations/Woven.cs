namespace IntegrityWatch.Mutations;

/// <summary>Sources that stand only in the copy: the switch that the woven code asks, and the tests' server that sets it.</summary>
internal static class Woven
{
    public const string Switch = """
        namespace IntegrityWatch.Platform;

        public static class Mutants
        {
            public const int FirstOfPolicy = 1_000_000;

            public static volatile int Active;
            private static readonly bool[] Reached = new bool[100_000];

            public static bool Is(int number)
            {
                Reached[number] = true;
                return number == Active;
            }

            public static int[] TakeReached()
            {
                var all = System.Linq.Enumerable.ToArray(System.Linq.Enumerable.Where(System.Linq.Enumerable.Range(0, Reached.Length), at => Reached[at]));
                System.Array.Clear(Reached);
                return all;
            }

            public static System.IO.Stream Policy(string name) => Active >= FirstOfPolicy && name == "default.json"
                ? System.IO.File.OpenRead(System.IO.Path.Combine(System.Environment.GetEnvironmentVariable("INTEGRITYWATCH_MUTANTS"), Active + ".json")) : null;
        }
        """;

    /// <summary>
    /// Reads lines of standard input: a mutation's number and the runner's arguments, each after a tab. Answers each with a line: the exit code,
    /// the first test that failed, the numbers of the mutations that were come by.
    /// </summary>
    public const string Server = """
        using System.Linq;
        using IntegrityWatch.Platform;

        internal static class MutantServer
        {
            private static async System.Threading.Tasks.Task<int> Main()
            {
                using var answers = new System.IO.StreamWriter(System.Console.OpenStandardOutput()) { AutoFlush = true };
                using var requests = new System.IO.StreamReader(System.Console.OpenStandardInput());
                System.Console.SetOut(System.IO.TextWriter.Null);
                while (requests.ReadLine() is { } line)
                {
                    var words = line.Split('\t');
                    Mutants.Active = int.Parse(words[0]);
                    var told = new System.IO.StringWriter();
                    int code;
                    using (var runner = new Xunit.Runner.InProc.SystemConsole.ConsoleRunner(words[1..]))
                        code = await runner.EntryPoint(System.IO.TextReader.Null, told);
                    Mutants.Active = 0;
                    var failed = told.ToString().Split('\n').FirstOrDefault(said => said.EndsWith(" [FAIL]"))?.Trim()[..^" [FAIL]".Length];
                    answers.WriteLine($"{code}\t{failed}\t{string.Join(' ', Mutants.TakeReached())}");
                }
                return 0;
            }
        }
        """;
}
