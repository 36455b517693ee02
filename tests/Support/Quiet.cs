namespace Assistant.Tests.Support;

/// <summary>Tests of how long somebody waits: run when the others are done, so that a busy machine is not taken for a slow issuer.</summary>
[CollectionDefinition(nameof(Quiet), DisableParallelization = true)]
public sealed class Quiet;
