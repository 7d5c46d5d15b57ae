using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace IntegrityWatch.Mutations;

/// <summary>A small fault that can be switched on.</summary>
internal sealed record Mutation(int Number, int Line, string Kind, string Text);

/// <summary>
/// Puts small faults into a file, each behind a switch: one build serves all of them. Lines stay where they are, so that what the compiler
/// refuses can be left out by its line.
/// </summary>
/// <param name="first">The number that the first mutation follows.</param>
/// <param name="isLeft">Says of a line, from 1, whether it is to be left as it is.</param>
internal sealed class Weaver(int first, Func<int, bool> isLeft) : CSharpSyntaxRewriter
{
    private static readonly Dictionary<string, string> OtherSeverities = new()
    {
        ["Critical"] = "Low",
        ["High"] = "Low",
        ["Medium"] = "High",
        ["Low"] = "High",
        ["Info"] = "High",
    };

    private readonly List<Mutation> mutations = [];
    private SyntaxTree tree = null!;

    public IReadOnlyList<Mutation> Mutations => mutations;

    public string Weave(string source)
    {
        tree = CSharpSyntaxTree.ParseText(source, new CSharpParseOptions(LanguageVersion.Preview));
        return Visit(tree.GetRoot()).ToFullString();
    }

    public override SyntaxNode? VisitAttributeList(AttributeListSyntax node) => node;

    public override SyntaxNode? VisitEnumMemberDeclaration(EnumMemberDeclarationSyntax node) => node;

    public override SyntaxNode? VisitParameter(ParameterSyntax node) => node;

    public override SyntaxNode? VisitConstantPattern(ConstantPatternSyntax node) => node;

    public override SyntaxNode? VisitRelationalPattern(RelationalPatternSyntax node) => node;

    public override SyntaxNode? VisitCaseSwitchLabel(CaseSwitchLabelSyntax node) => node;

    public override SyntaxNode? VisitFieldDeclaration(FieldDeclarationSyntax node) =>
        node.Modifiers.Any(SyntaxKind.ConstKeyword) ? node : base.VisitFieldDeclaration(node);

    public override SyntaxNode? VisitLocalDeclarationStatement(LocalDeclarationStatementSyntax node) =>
        node.IsConst ? node : base.VisitLocalDeclarationStatement(node);

    public override SyntaxNode? VisitBinaryExpression(BinaryExpressionSyntax node)
    {
        var visited = (BinaryExpressionSyntax)base.VisitBinaryExpression(node)!;
        if (node.IsKind(SyntaxKind.LogicalAndExpression))
            return visited.WithLeft(Without(node.Left, visited.Left, "||", "")).WithRight(Without(node.Right, visited.Right, "||", ""));
        if (node.IsKind(SyntaxKind.LogicalOrExpression))
            return visited.WithLeft(Without(node.Left, visited.Left, "&&", "!")).WithRight(Without(node.Right, visited.Right, "&&", "!"));
        return Turned(node) is { } turned && !Declares(node) && Next(node, "turned", $"{node.OperatorToken.Text} becomes {turned} in {Text(node)}") is { } number
            ? Parsed(node, $"({Asked(number)} ? {visited.Left.WithoutTrivia()} {turned} {visited.Right.WithoutTrivia()} : {visited.WithoutTrivia()})")
            : visited;
    }

    public override SyntaxNode? VisitIfStatement(IfStatementSyntax node)
    {
        var visited = (IfStatementSyntax)base.VisitIfStatement(node)!;
        return visited.WithCondition(Negated(node.Condition, visited.Condition));
    }

    public override SyntaxNode? VisitConditionalExpression(ConditionalExpressionSyntax node)
    {
        var visited = (ConditionalExpressionSyntax)base.VisitConditionalExpression(node)!;
        return visited.WithCondition(Negated(node.Condition, visited.Condition));
    }

    public override SyntaxNode? VisitWhenClause(WhenClauseSyntax node)
    {
        var visited = (WhenClauseSyntax)base.VisitWhenClause(node)!;
        return visited.WithCondition(Without(node.Condition, visited.Condition, "||", ""));
    }

    public override SyntaxNode? VisitSimpleLambdaExpression(SimpleLambdaExpressionSyntax node)
    {
        var visited = (SimpleLambdaExpressionSyntax)base.VisitSimpleLambdaExpression(node)!;
        return node.ExpressionBody is { } body && IsTruth(body) && visited.ExpressionBody is { } now
            ? visited.WithExpressionBody(Without(body, now, "||", "")) : visited;
    }

    public override SyntaxNode? VisitLiteralExpression(LiteralExpressionSyntax node) =>
        node.Kind() is SyntaxKind.TrueLiteralExpression or SyntaxKind.FalseLiteralExpression
        && node.Parent is ReturnStatementSyntax or AssignmentExpressionSyntax or ArrowExpressionClauseSyntax or SwitchExpressionArmSyntax
        && Next(node, "truth", $"{node} becomes its opposite") is { } number
            ? Parsed(node, $"({node.WithoutTrivia()} ^ {Asked(number)})") : node;

    public override SyntaxNode? VisitMemberAccessExpression(MemberAccessExpressionSyntax node) =>
        node.Expression is IdentifierNameSyntax { Identifier.Text: "Severity" } && OtherSeverities.TryGetValue(node.Name.Identifier.Text, out var other)
        && Next(node, "severity", $"{node} becomes {other}") is { } number
            ? Parsed(node, $"({Asked(number)} ? Severity.{other} : {node.WithoutTrivia()})") : base.VisitMemberAccessExpression(node);

    public override SyntaxNode? VisitExpressionStatement(ExpressionStatementSyntax node)
    {
        var visited = (ExpressionStatementSyntax)base.VisitExpressionStatement(node)!;
        return node.Expression is InvocationExpressionSyntax or PostfixUnaryExpressionSyntax or PrefixUnaryExpressionSyntax
                || node.Expression is AssignmentExpressionSyntax assignment && !assignment.IsKind(SyntaxKind.SimpleAssignmentExpression)
            ? Skipped(node, visited, "ignored") : visited;
    }

    public override SyntaxNode? VisitThrowStatement(ThrowStatementSyntax node)
    {
        var visited = (ThrowStatementSyntax)base.VisitThrowStatement(node)!;
        return node.Expression is null || IsNeeded(node) ? visited : Skipped(node, visited, "error ignored");
    }

    public override SyntaxNode? VisitContinueStatement(ContinueStatementSyntax node) => IsNeeded(node) ? node : Skipped(node, node, "goes on");

    public override SyntaxNode? VisitReturnStatement(ReturnStatementSyntax node) =>
        node.Expression is not null ? base.VisitReturnStatement(node) : IsNeeded(node) ? node : Skipped(node, node, "goes on");

    private StatementSyntax Skipped(StatementSyntax node, StatementSyntax visited, string kind) =>
        !Declares(node) && Next(node, kind, Text(node)) is { } number
            ? SyntaxFactory.ParseStatement($"{{ if (!{Asked(number)}) {visited.WithoutTrivia()} }}").WithTriviaFrom(node) : visited;

    /// <summary>The expression with one of its conditions taken away where the switch is on.</summary>
    private ExpressionSyntax Without(ExpressionSyntax node, ExpressionSyntax visited, string with, string sign) =>
        node is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression or (int)SyntaxKind.LogicalOrExpression } || Declares(node)
        || Next(node, "without", Text(node)) is not { } number
            ? visited : Parsed(node, $"({visited.WithoutTrivia()} {with} {sign}{Asked(number)})");

    private ExpressionSyntax Negated(ExpressionSyntax node, ExpressionSyntax visited) =>
        node is BinaryExpressionSyntax binary && (binary.IsKind(SyntaxKind.LogicalAndExpression) || binary.IsKind(SyntaxKind.LogicalOrExpression)
            || Turned(binary) is not null) || Declares(node) || Next(node, "negated", Text(node)) is not { } number
            ? visited : Parsed(node, $"(({visited.WithoutTrivia()}) ^ {Asked(number)})");

    private int? Next(SyntaxNode node, string kind, string text)
    {
        var line = tree.GetLineSpan(node.Span).StartLinePosition.Line + 1;
        var end = tree.GetLineSpan(node.Span).EndLinePosition.Line + 1;
        for (var at = line; at <= end; at++)
            if (isLeft(at))
                return null;
        var number = first + mutations.Count + 1;
        mutations.Add(new Mutation(number, line, kind, text));
        return number;
    }

    private static string? Turned(BinaryExpressionSyntax node) => node.Kind() switch
    {
        SyntaxKind.LessThanExpression => "<=",
        SyntaxKind.LessThanOrEqualExpression => "<",
        SyntaxKind.GreaterThanExpression => ">=",
        SyntaxKind.GreaterThanOrEqualExpression => ">",
        SyntaxKind.EqualsExpression => "!=",
        SyntaxKind.NotEqualsExpression => "==",
        _ => null,
    };

    private static bool IsTruth(ExpressionSyntax node) => node is IsPatternExpressionSyntax
        or PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression }
        || node is BinaryExpressionSyntax binary && Turned(binary) is not null;

    /// <summary>What declares a variable must run for the code behind it to compile.</summary>
    private static bool Declares(SyntaxNode node) =>
        node.DescendantNodesAndSelf(inner => inner is not LambdaExpressionSyntax).Any(inner => inner is SingleVariableDesignationSyntax);

    /// <summary>
    /// What ends a path on which a variable that is used later has no value, or a method without its value, must stand for the code to compile.
    /// </summary>
    private static bool IsNeeded(StatementSyntax node)
    {
        SyntaxNode ending = node.Parent is BlockSyntax { Parent: not BaseMethodDeclarationSyntax } block && block.Statements[^1] == node ? block : node;
        return ending.Parent is IfStatementSyntax branch && Declares(branch.Condition)
            || node is ThrowStatementSyntax && ending.Parent is not IfStatementSyntax;
    }

    private static string Asked(int number) => $"global::IntegrityWatch.Platform.Mutants.Is({number})";

    private static string Text(SyntaxNode node)
    {
        var text = string.Join(' ', node.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return text.Length > 140 ? text[..140] : text;
    }

    private static ExpressionSyntax Parsed(SyntaxNode node, string text) => SyntaxFactory.ParseExpression(text).WithTriviaFrom(node);
}
