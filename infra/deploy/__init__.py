"""Put Courtois on one's own AWS account, as often as one likes: `make deploy`, told in infra/README.md.

    checks    what must be right before anything is touched, every fault at once
    plan      what will be done, and what it costs a month
    image     the function's image, built and pushed once for each content
    stack     the CloudFormation stack, by change set; each failure a sentence
    upload    the frozen site to its bucket: assets, pages, and only then removals
    smoke     the public address, asked as a visitor would
    alias     which published version answers, and the way back
    faults    what AWS refuses, as French sentences that say how to mend it

Every step looks before it acts: a deployment that failed is simply run again.
"""
