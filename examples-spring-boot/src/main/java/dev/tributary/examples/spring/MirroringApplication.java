package dev.tributary.examples.spring;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.scheduling.annotation.EnableScheduling;

/** Mirrors the two files of application.yaml. There is no code for that. */
@SpringBootApplication
@EnableScheduling
public class MirroringApplication {}
